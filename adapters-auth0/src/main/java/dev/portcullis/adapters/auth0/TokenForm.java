package dev.portcullis.adapters.auth0;

import dev.portcullis.domain.login.Credentials;
import feign.RequestTemplate;
import feign.codec.Encoder;
import java.lang.reflect.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes token requests: a form in UTF-8, each parameter once (RFC 6749 section 4.3.2). */
final class TokenForm implements Encoder {

  static final String FORWARDED_FOR = "auth0-forwarded-for";

  private final String fixedParameters;
  private final Map<String, Collection<String>> fixedHeaders = new LinkedHashMap<>();

  TokenForm(Auth0Settings settings) {
    StringBuilder form = new StringBuilder("grant_type=");
    form.append(
        encode(
            settings.realm().isDefined()
                ? "http://auth0.com/oauth/grant-type/password-realm"
                : "password"));
    settings.realm().forEach(realm -> append(form, "realm", realm));
    settings.audience().forEach(audience -> append(form, "audience", audience));
    settings.scope().forEach(scope -> append(form, "scope", scope));
    fixedHeaders.put("Content-Type", List.of("application/x-www-form-urlencoded"));
    switch (settings.clientAuthentication()) {
      case CLIENT_SECRET_POST -> {
        append(form, "client_id", settings.clientId());
        append(form, "client_secret", settings.clientSecret().reveal());
      }
      case CLIENT_SECRET_BASIC ->
          fixedHeaders.put(
              "Authorization",
              List.of(basic(settings.clientId(), settings.clientSecret().reveal())));
    }
    fixedParameters = form.toString();
  }

  /** The headers that every token request has. */
  Map<String, Collection<String>> fixedHeaders() {
    return Map.copyOf(fixedHeaders);
  }

  @Override
  public void encode(Object object, Type bodyType, RequestTemplate template) {
    TokenRequest request = (TokenRequest) object;
    // Without a charset Feign takes the body for binary and never prints it.
    template.body(body(request.credentials()), null);
    template.headerLiteral(FORWARDED_FOR, request.client().toString());
  }

  byte[] body(Credentials credentials) {
    StringBuilder form = new StringBuilder(fixedParameters);
    append(form, "username", credentials.identifier().value());
    append(form, "password", credentials.password().reveal());
    return form.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** RFC 6749 section 2.3.1: encoded as in a form before it is joined by the colon. */
  private static String basic(String id, String secret) {
    byte[] pair = (encode(id) + ":" + encode(secret)).getBytes(StandardCharsets.US_ASCII);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static void append(StringBuilder form, String name, String value) {
    form.append('&').append(name).append('=').append(encode(value));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
