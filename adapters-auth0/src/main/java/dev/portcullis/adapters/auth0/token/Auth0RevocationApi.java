package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import feign.RequestLine;

/** Where Auth0 revokes refresh tokens, as Feign sees it; {@link TokenForm} writes requests. */
public interface Auth0RevocationApi {

  String PATH = "/oauth/revoke";

  @RequestLine("POST")
  HttpReply revoke(TokenRequest.Revocation request) throws HttpFault;
}
