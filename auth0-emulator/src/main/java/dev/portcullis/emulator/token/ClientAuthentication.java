package dev.portcullis.emulator.token;

import dev.portcullis.emulator.http.Parameters;
import dev.portcullis.emulator.http.Request;
import dev.portcullis.emulator.protection.ForwardedForDecision.Caller;
import dev.portcullis.emulator.seed.Application;
import dev.portcullis.emulator.seed.TenantSeed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who calls the token endpoint: client id and secret from the body or from Basic authentication.
 */
sealed interface ClientAuthentication {

  /** The call may go on as this application. */
  record Accepted(Application application, boolean withSecret) implements ClientAuthentication {}

  /** A wrong or missing secret, or a client id that is not known. */
  record Rejected(Optional<Application> application) implements ClientAuthentication {}

  /** No client id. */
  record Anonymous() implements ClientAuthentication {}

  /** Credentials that cannot be read, or two ways at once. */
  record Unreadable(String reason) implements ClientAuthentication {}

  /** Reads and checks; post and Basic are both accepted from a confidential application. */
  static ClientAuthentication of(Request request, Parameters parameters, TenantSeed seed) {
    List<String> lines = request.header("authorization");
    if (lines.isEmpty() || !lines.getFirst().regionMatches(true, 0, "Basic ", 0, 6)) {
      return check(parameters.text("client_id"), parameters.text("client_secret"), seed);
    }
    Optional<String> pair = lines.size() == 1 ? decoded(lines.getFirst()) : Optional.empty();
    int colon = pair.map(text -> text.indexOf(':')).orElse(-1);
    if (pair.isEmpty() || colon < 0) {
      return new Unreadable("Malformed Basic authentication");
    }
    String id = pair.get().substring(0, colon);
    String secret = pair.get().substring(colon + 1);
    if (parameters.names().contains("client_secret")
        || !parameters.text("client_id").orElse(id).equals(id)) {
      return new Unreadable("More than one client authentication");
    }
    return check(given(id), given(secret), seed);
  }

  /** The facts for the trust rule of {@code auth0-forwarded-for}. */
  default Caller caller() {
    return switch (this) {
      case Accepted accepted ->
          new Caller(
              true,
              accepted.application().confidential(),
              accepted.withSecret(),
              accepted.application().ipHeaderTrusted());
      case Rejected rejected ->
          new Caller(
              rejected.application().isPresent(),
              rejected.application().map(Application::confidential).orElse(false),
              false,
              rejected.application().map(Application::ipHeaderTrusted).orElse(false));
      case Anonymous ignored -> new Caller(false, false, false, false);
      case Unreadable ignored -> new Caller(false, false, false, false);
    };
  }

  private static ClientAuthentication check(
      Optional<String> id, Optional<String> secret, TenantSeed seed) {
    if (id.isEmpty()) {
      return new Anonymous();
    }
    Optional<Application> application = seed.application(id.get());
    if (application.isEmpty()) {
      return new Rejected(application);
    }
    if (!application.get().confidential()) {
      return new Accepted(application.get(), false);
    }
    return secret.filter(application.get()::authenticatedBy).isPresent()
        ? new Accepted(application.get(), true)
        : new Rejected(application);
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
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
