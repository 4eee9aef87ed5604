package dev.portcullis.emulator.internal.oauth;

import dev.portcullis.emulator.observed.ForwardedForDecision.Caller;
import dev.portcullis.emulator.tenant.Application;
import java.util.Optional;

/** The application that calls an OAuth endpoint, as determined by {@link ClientAuthenticator}. */
public sealed interface ClientAuthentication {

  /** The call continues as this application. */
  record Accepted(Application application, Proof proof) implements ClientAuthentication {}

  /** A wrong or missing secret, or an unknown client id. */
  record Rejected(Optional<Application> application) implements ClientAuthentication {}

  /** An invalid assertion. */
  record BadAssertion(Optional<Application> application, String reason)
      implements ClientAuthentication {}

  /** No client id. */
  record Anonymous() implements ClientAuthentication {}

  /** Malformed credentials, or two kinds at once. */
  record Unreadable(String reason) implements ClientAuthentication {}

  /** The proof of an accepted application. */
  enum Proof {
    /** Nothing: it is public. */
    NONE,
    /** Its client secret. */
    SECRET,
    /** A JWT signed with its private key. */
    ASSERTION
  }

  /** The refusal; empty if the application is accepted. */
  default Optional<Refusal> refusal() {
    return switch (this) {
      case Accepted ignored -> Optional.empty();
      case Rejected ignored -> Optional.of(new Refusal.ClientNotAuthenticated());
      case BadAssertion bad -> Optional.of(new Refusal.BadAssertion(bad.reason()));
      case Anonymous ignored -> Optional.of(new Refusal.MissingClientId());
      case Unreadable why -> Optional.of(new Refusal.Malformed(why.reason()));
    };
  }

  /** The application that the call names, if it exists. */
  default Optional<Application> named() {
    return switch (this) {
      case Accepted accepted -> Optional.of(accepted.application());
      case Rejected rejected -> rejected.application();
      case BadAssertion bad -> bad.application();
      case Anonymous ignored -> Optional.empty();
      case Unreadable ignored -> Optional.empty();
    };
  }

  /** The facts for the trust rule of {@code auth0-forwarded-for}. */
  default Caller caller() {
    boolean withSecret = this instanceof Accepted accepted && accepted.proof() == Proof.SECRET;
    return new Caller(
        named().isPresent(),
        named().map(Application::confidential).orElse(false),
        withSecret,
        named().map(Application::ipHeaderTrusted).orElse(false));
  }
}
