package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
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
import java.util.function.Supplier;

/** Writes token requests: a form in UTF-8, each parameter once (RFC 6749 section 4.3.2). */
public final class TokenForm implements Encoder {

  /** The headers of a request whose form holds its credentials. */
  static final Map<String, Collection<String>> FORM_ONLY =
      Map.of("Content-Type", List.of("application/x-www-form-urlencoded"));

  private static final String GRANT = "http://auth0.com/oauth/grant-type/";

  /** An API that no tenant has, so that a probe never gets a token. */
  private static final String NO_API = "urn:portcullis:client-probe";

  private final Auth0Settings settings;
  private final Supplier<ClientSecret> secret;
  private final String configuredLogin;

  /** Requests with the settings' own secret. */
  public TokenForm(Auth0Settings settings) {
    this(settings, settings::clientSecret);
  }

  /**
   * Requests of the application.
   *
   * @param secret supplies its secret for each request; no request's text is kept
   */
  public TokenForm(Auth0Settings settings, Supplier<ClientSecret> secret) {
    this.settings = settings;
    this.secret = secret;
    this.configuredLogin = login(GrantRequest.AS_CONFIGURED).toString();
  }

  /** The headers of a request of the application. */
  Map<String, Collection<String>> headers() {
    return switch (settings.clientAuthentication()) {
      case CLIENT_SECRET_POST -> FORM_ONLY;
      case CLIENT_SECRET_BASIC -> {
        Map<String, Collection<String>> headers = new LinkedHashMap<>(FORM_ONLY);
        headers.put("Authorization", List.of(basic(settings.clientId(), secret.get())));
        yield headers;
      }
    };
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
      case TokenRequest.Probe() -> {
        StringBuilder form = grant("client_credentials");
        append(form, "audience", NO_API);
        write(template, client(form));
      }
      case TokenRequest.Revocation(var token) -> {
        StringBuilder form = new StringBuilder("token=").append(encode(token.value()));
        write(template, client(form));
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
        request.equals(GrantRequest.AS_CONFIGURED)
            ? new StringBuilder(configuredLogin)
            : login(request);
    client(form);
    append(form, "username", credentials.identifier().value());
    append(form, "password", credentials.password().reveal());
    return form;
  }

  private StringBuilder login(GrantRequest request) {
    Option<String> realm = request.realm().orElse(settings.realm());
    StringBuilder form = grant(realm.isDefined() ? GRANT + "password-realm" : "password");
    realm.forEach(value -> append(form, "realm", value));
    request.audience().orElse(settings.audience()).forEach(it -> append(form, "audience", it));
    request
        .scope()
        .map(Scope::toString)
        .orElse(settings.scope())
        .forEach(it -> append(form, "scope", it));
    return form;
  }

  private StringBuilder refresh(String token, Option<Scope> scope) {
    StringBuilder form = grant("refresh_token");
    scope.forEach(it -> append(form, "scope", it.toString()));
    client(form);
    append(form, "refresh_token", token);
    return form;
  }

  private StringBuilder mfa(String token, MfaProof proof) {
    StringBuilder form =
        switch (proof) {
          case MfaProof.Otp(var code) -> {
            StringBuilder otp = client(grant(GRANT + "mfa-otp"));
            append(otp, "otp", code.value());
            yield otp;
          }
          case MfaProof.Oob(var challenge, var binding) -> {
            StringBuilder oob = client(grant(GRANT + "mfa-oob"));
            append(oob, "oob_code", challenge.value());
            binding.forEach(code -> append(oob, "binding_code", code.value()));
            yield oob;
          }
          case MfaProof.Recovery(var code) -> {
            StringBuilder recovery = client(grant(GRANT + "mfa-recovery-code"));
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

  /** The form with what identifies the application, unless a header does. */
  private StringBuilder client(StringBuilder form) {
    switch (settings.clientAuthentication()) {
      case CLIENT_SECRET_POST -> {
        append(form, "client_id", settings.clientId());
        append(form, "client_secret", secret.get().reveal());
      }
      case CLIENT_SECRET_BASIC -> {}
    }
    return form;
  }

  private static StringBuilder grant(String type) {
    return new StringBuilder("grant_type=").append(encode(type));
  }

  /** RFC 6749 section 2.3.1: encoded as in a form before it is joined by the colon. */
  public static String basic(String clientId, ClientSecret secret) {
    byte[] pair =
        (encode(clientId) + ":" + encode(secret.reveal())).getBytes(StandardCharsets.US_ASCII);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static void append(StringBuilder form, String name, String value) {
    form.append('&').append(name).append('=').append(encode(value));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
