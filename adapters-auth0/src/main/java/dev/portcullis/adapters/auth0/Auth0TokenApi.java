package dev.portcullis.adapters.auth0;

import feign.RequestLine;

/** Where Auth0 issues and revokes tokens, as Feign sees it; {@link TokenForm} writes requests. */
interface Auth0TokenApi {

  @RequestLine("POST /oauth/token")
  HttpReply token(TokenRequest request) throws HttpFault;

  @RequestLine("POST /oauth/revoke")
  HttpReply revoke(TokenRequest.Revocation request) throws HttpFault;
}
