package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.transport.FeignFactory;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import feign.RequestLine;

/** {@code /oauth/token} as Feign sees it; {@link TokenForm} writes the requests. */
public interface Auth0TokenApi {

  String PATH = "/oauth/token";

  @RequestLine("POST")
  HttpReply token(TokenRequest request, ForwardedFor client) throws HttpFault;

  /** The endpoint for the requests of the application whose credentials {@code form} adds. */
  static Auth0TokenApi of(HttpCoreClient http, TokenForm form) {
    return FeignFactory.endpoint(Auth0TokenApi.class, http, PATH, form, form::headers);
  }

  /** The endpoint for {@link TokenRequest.ClientCredentials} alone. */
  static Auth0TokenApi ofClientCredentials(HttpCoreClient http) {
    return FeignFactory.endpoint(
        Auth0TokenApi.class,
        http,
        PATH,
        TokenForm::encodeClientCredentials,
        () -> TokenForm.FORM_ONLY);
  }
}
