package dev.portcullis.emulator.internal.oauth;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication.Accepted;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication.Anonymous;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication.BadAssertion;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication.Proof;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication.Rejected;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication.Unreadable;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Authenticates applications: client id and secret from the body or from Basic authentication, or a
 * signed assertion ({@code private_key_jwt}). Post and Basic are both accepted from an application
 * that has a secret.
 */
public final class ClientAuthenticator {

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final Supplier<TenantDefinition> tenant;
  private final ClientAssertions assertions;

  /** Authenticates the tenant's applications. */
  public ClientAuthenticator(Supplier<TenantDefinition> tenant, ClientAssertions assertions) {
    this.tenant = tenant;
    this.assertions = assertions;
  }

  /** Reads and checks the credentials. */
  public ClientAuthentication authenticate(Request request, Parameters parameters) {
    List<String> lines = request.header("authorization");
    boolean basic = !lines.isEmpty() && lines.getFirst().regionMatches(true, 0, "Basic ", 0, 6);
    boolean assertion = parameters.names().contains("client_assertion");
    boolean post = parameters.names().contains("client_secret");
    if ((basic ? 1 : 0) + (assertion ? 1 : 0) + (post ? 1 : 0) > 1) {
      return new Unreadable("More than one client authentication");
    }
    if (assertion) {
      return withAssertion(parameters);
    }
    return basic
        ? withBasic(lines, parameters)
        : withSecret(parameters.text("client_id"), parameters.text("client_secret"));
  }

  private ClientAuthentication withBasic(List<String> lines, Parameters parameters) {
    Optional<String> pair = lines.size() == 1 ? decoded(lines.getFirst()) : Optional.empty();
    int colon = pair.map(text -> text.indexOf(':')).orElse(-1);
    if (pair.isEmpty() || colon < 0) {
      return new Unreadable("Malformed Basic authentication");
    }
    String rawSecret = pair.get().substring(colon + 1);
    Optional<String> encodedId = unescaped(pair.get().substring(0, colon));
    Optional<String> encodedSecret = unescaped(rawSecret);
    String id = encodedId.orElse("");
    // RFC 6749 has both form-encoded, and many clients send them as they are.
    String secret =
        tenant
            .get()
            .application(id)
            .filter(application -> application.authenticatedBy(rawSecret))
            .map(application -> rawSecret)
            .or(() -> encodedSecret)
            .orElse(rawSecret);
    if (!parameters.text("client_id").orElse(id).equals(id)) {
      return new Unreadable("More than one client authentication");
    }
    return withSecret(given(id), given(secret));
  }

  private ClientAuthentication withSecret(Optional<String> id, Optional<String> secret) {
    if (id.isEmpty()) {
      return new Anonymous();
    }
    Optional<Application> application = tenant.get().application(id.get());
    if (application.isEmpty()) {
      return new Rejected(application);
    }
    if (!application.get().confidential()) {
      return new Accepted(application.get(), Proof.NONE);
    }
    return secret.filter(application.get()::authenticatedBy).isPresent()
        ? new Accepted(application.get(), Proof.SECRET)
        : new Rejected(application);
  }

  private ClientAuthentication withAssertion(Parameters parameters) {
    String assertion = parameters.text("client_assertion").orElse("");
    Optional<String> id =
        parameters.text("client_id").or(() -> ClientAssertions.subjectOf(assertion));
    if (id.isEmpty()) {
      return new Anonymous();
    }
    Optional<Application> application = tenant.get().application(id.get());
    if (!parameters.text("client_assertion_type").equals(Optional.of(ASSERTION_TYPE))) {
      return new BadAssertion(application, "Invalid client_assertion_type");
    }
    if (application.filter(app -> app.authMethod() == AuthMethod.PRIVATE_KEY_JWT).isEmpty()) {
      return new Rejected(application);
    }
    return assertions
        .problem(assertion, application.get())
        .<ClientAuthentication>map(problem -> new BadAssertion(application, problem))
        .orElseGet(() -> new Accepted(application.get(), Proof.ASSERTION));
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Optional<String> unescaped(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> decoded(String line) {
    try {
      byte[] bytes = Base64.getDecoder().decode(line.substring(6).strip());
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
