package dev.portcullis.emulator.internal.oauth;

import dev.portcullis.emulator.observed.ForwardedForDecision.Caller;
import dev.portcullis.emulator.tenant.Application;
import java.util.Optional;

/** Who calls an OAuth endpoint, as {@link ClientAuthenticator} finds out. */
public sealed interface ClientAuthentication {

  /** The call may go on as this application. */
  record Accepted(Application application, Proof proof) implements ClientAuthentication {}

  /** A wrong or missing secret, or a client id that is not known. */
  record Rejected(Optional<Application> application) implements ClientAuthentication {}

  /** An assertion that does not hold. */
  record BadAssertion(Optional<Application> application, String reason)
      implements ClientAuthentication {}

  /** No client id. */
  record Anonymous() implements ClientAuthentication {}

  /** Credentials that cannot be read, or two ways at once. */
  record Unreadable(String reason) implements ClientAuthentication {}

  /** What an accepted application has shown. */
  enum Proof {
    /** Nothing: it is public. */
    NONE,
    /** Its client secret. */
    SECRET,
    /** A JWT signed with its private key. */
    ASSERTION
  }

  /** Why the call may not go on; absent if it may. */
  default Optional<Refusal> refusal() {
    return switch (this) {
      case Accepted ignored -> Optional.empty();
      case Rejected ignored -> Optional.of(new Refusal.ClientNotAuthenticated());
      case BadAssertion bad -> Optional.of(new Refusal.BadAssertion(bad.reason()));
      case Anonymous ignored -> Optional.of(new Refusal.MissingClientId());
      case Unreadable why -> Optional.of(new Refusal.Malformed(why.reason()));
    };
  }

  /** The application that the call names, if there is one. */
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
