package dev.portcullis.adapters.auth0;

import feign.RequestLine;

/** Where Auth0 revokes refresh tokens, as Feign sees it; {@link TokenForm} writes requests. */
interface Auth0RevocationApi {

  String PATH = "/oauth/revoke";

  @RequestLine("POST")
  HttpReply revoke(TokenRequest.Revocation request) throws HttpFault;
}
