package dev.portcullis.domain.mfa;

import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.Seq;

/** Which factors the user has. Adding a case breaks embedders and is a major version. */
public sealed interface AuthenticatorsOutcome {

  /**
   * The active ones.
   *
   * @param authenticators empty if the user has to enrol one first
   */
  record Known(Seq<Authenticator> authenticators) implements AuthenticatorsOutcome {}

  /** The login waited too long, or there never was one: start over with the password. */
  record LoginExpired() implements AuthenticatorsOutcome {}

  /** No answer. */
  record Unanswered(ProviderFault why) implements AuthenticatorsOutcome {}
}
