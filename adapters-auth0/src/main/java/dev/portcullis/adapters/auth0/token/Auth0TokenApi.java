package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import feign.RequestLine;

/** Where Auth0 issues tokens, as Feign sees it; {@link TokenForm} writes requests. */
public interface Auth0TokenApi {

  String PATH = "/oauth/token";

  @RequestLine("POST")
  HttpReply token(TokenRequest request, ForwardedFor client) throws HttpFault;
}
