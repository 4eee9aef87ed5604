package dev.portcullis.adapters.auth0;

import feign.RequestLine;

/** Where Auth0 issues tokens, as Feign sees it; {@link TokenForm} writes requests. */
interface Auth0TokenApi {

  String PATH = "/oauth/token";

  @RequestLine("POST")
  HttpReply token(TokenRequest request, ForwardedFor client) throws HttpFault;
}
