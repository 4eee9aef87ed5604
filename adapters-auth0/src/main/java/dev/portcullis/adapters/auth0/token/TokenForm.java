package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.token.Scope;
import feign.RequestTemplate;
import feign.codec.Encoder;
import io.vavr.control.Option;
import java.lang.reflect.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes token requests: a form in UTF-8, each parameter once (RFC 6749 section 4.3.2). */
public final class TokenForm implements Encoder {

  /** The headers of a request whose form holds its credentials. */
  static final Map<String, Collection<String>> FORM_ONLY =
      Map.of("Content-Type", List.of("application/x-www-form-urlencoded"));

  private static final String GRANT = "http://auth0.com/oauth/grant-type/";

  private final Auth0Settings settings;
  private final String client;
  private final String configuredLogin;
  private final Map<String, Collection<String>> fixedHeaders = new LinkedHashMap<>();

  public TokenForm(Auth0Settings settings) {
    this.settings = settings;
    fixedHeaders.putAll(FORM_ONLY);
    StringBuilder form = new StringBuilder();
    switch (settings.clientAuthentication()) {
      case CLIENT_SECRET_POST -> {
        append(form, "client_id", settings.clientId());
        append(form, "client_secret", settings.clientSecret().reveal());
      }
      case CLIENT_SECRET_BASIC -> fixedHeaders.put("Authorization", List.of(basic(settings)));
    }
    client = form.toString();
    configuredLogin = login(GrantRequest.AS_CONFIGURED);
  }

  /** The headers of every request of the application. */
  Map<String, Collection<String>> fixedHeaders() {
    return Map.copyOf(fixedHeaders);
  }

  @Override
  public void encode(Object object, Type bodyType, RequestTemplate template) {
    switch ((TokenRequest) object) {
      case TokenRequest.Password(var credentials, var request) ->
          write(template, password(credentials, request));
      case TokenRequest.Refresh(var token, var scope) ->
          write(template, refresh(token.value(), scope));
      case TokenRequest.Mfa(var token, var proof) -> write(template, mfa(token.value(), proof));
      case TokenRequest.ClientCredentials other -> write(template, clientCredentials(other));
      case TokenRequest.Revocation(var token) -> {
        StringBuilder form = new StringBuilder("token=").append(encode(token.value()));
        write(template, form.append(client));
      }
    }
  }

  /**
   * Writes {@link TokenRequest.ClientCredentials} alone, and so needs no application's settings.
   */
  static void encodeClientCredentials(Object object, Type bodyType, RequestTemplate template) {
    write(template, clientCredentials((TokenRequest.ClientCredentials) object));
  }

  private static void write(RequestTemplate template, CharSequence form) {
    // Without a charset Feign treats the body as binary and never prints it.
    template.body(form.toString().getBytes(StandardCharsets.US_ASCII), null);
    // The client counts for itself, and a header in a template is copied three times.
    template.removeHeader("Content-Length");
  }

  private StringBuilder password(Credentials credentials, GrantRequest request) {
    StringBuilder form =
        new StringBuilder(
            request.equals(GrantRequest.AS_CONFIGURED) ? configuredLogin : login(request));
    append(form, "username", credentials.identifier().value());
    append(form, "password", credentials.password().reveal());
    return form;
  }

  private String login(GrantRequest request) {
    Option<String> realm = request.realm().orElse(settings.realm());
    StringBuilder form = grant(realm.isDefined() ? GRANT + "password-realm" : "password");
    realm.forEach(value -> append(form, "realm", value));
    request.audience().orElse(settings.audience()).forEach(it -> append(form, "audience", it));
    request
        .scope()
        .map(Scope::toString)
        .orElse(settings.scope())
        .forEach(it -> append(form, "scope", it));
    return form.append(client).toString();
  }

  private StringBuilder refresh(String token, Option<Scope> scope) {
    StringBuilder form = grant("refresh_token");
    scope.forEach(it -> append(form, "scope", it.toString()));
    form.append(client);
    append(form, "refresh_token", token);
    return form;
  }

  private StringBuilder mfa(String token, MfaProof proof) {
    StringBuilder form =
        switch (proof) {
          case MfaProof.Otp(var code) -> {
            StringBuilder otp = grant(GRANT + "mfa-otp").append(client);
            append(otp, "otp", code.value());
            yield otp;
          }
          case MfaProof.Oob(var challenge, var binding) -> {
            StringBuilder oob = grant(GRANT + "mfa-oob").append(client);
            append(oob, "oob_code", challenge.value());
            binding.forEach(code -> append(oob, "binding_code", code.value()));
            yield oob;
          }
          case MfaProof.Recovery(var code) -> {
            StringBuilder recovery = grant(GRANT + "mfa-recovery-code").append(client);
            append(recovery, "recovery_code", code.value());
            yield recovery;
          }
        };
    append(form, "mfa_token", token);
    return form;
  }

  private static StringBuilder clientCredentials(TokenRequest.ClientCredentials request) {
    StringBuilder form = grant("client_credentials");
    append(form, "audience", request.audience());
    append(form, "client_id", request.clientId());
    append(form, "client_secret", request.clientSecret().reveal());
    return form;
  }

  private static StringBuilder grant(String type) {
    return new StringBuilder("grant_type=").append(encode(type));
  }

  /** RFC 6749 section 2.3.1: encoded as in a form before it is joined by the colon. */
  public static String basic(Auth0Settings settings) {
    String id = encode(settings.clientId());
    String secret = encode(settings.clientSecret().reveal());
    byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.US_ASCII);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static void append(StringBuilder form, String name, String value) {
    form.append('&').append(name).append('=').append(encode(value));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
