package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.transport.FeignFactory;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import feign.RequestLine;

/** {@code /oauth/revoke} as Feign sees it; {@link TokenForm} writes the requests. */
interface Auth0RevocationApi {

  String PATH = "/oauth/revoke";

  @RequestLine("POST")
  HttpReply revoke(TokenRequest.Revocation request) throws HttpFault;

  static Auth0RevocationApi of(HttpCoreClient http, TokenForm form) {
    return FeignFactory.endpoint(Auth0RevocationApi.class, http, PATH, form, form::headers);
  }
}
