package dev.portcullis.adapters.auth0;

import feign.RequestLine;

/** Auth0's token endpoint, as Feign sees it; {@link TokenForm} writes the request. */
interface Auth0TokenApi {

  @RequestLine("POST /oauth/token")
  HttpReply token(TokenRequest request) throws HttpFault;
}
