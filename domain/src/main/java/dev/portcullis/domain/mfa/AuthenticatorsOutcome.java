package dev.portcullis.domain.mfa;

import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;

/** Which factors the user has. Adding a case breaks embedders and is a major version. */
public sealed interface AuthenticatorsOutcome extends Outcome {

  /** Every code that a list of factors can end with. */
  Set<OutcomeCode> CODES =
      LinkedHashSet.of(OutcomeCode.LISTED, OutcomeCode.LOGIN_EXPIRED).addAll(ProviderFault.CODES);

  @Override
  default OutcomeCode code() {
    return switch (this) {
      case Listed listed -> OutcomeCode.LISTED;
      case LoginExpired expired -> OutcomeCode.LOGIN_EXPIRED;
      case Unanswered unanswered -> unanswered.why().code();
    };
  }

  @Override
  default Option<ProviderFault> fault() {
    return this instanceof Unanswered(var why) ? Option.some(why) : Option.none();
  }

  /**
   * The active ones.
   *
   * @param authenticators empty if the user has to enrol one first
   */
  record Listed(Seq<Authenticator> authenticators) implements AuthenticatorsOutcome {}

  /** The login waited too long, or there never was one: start over with the password. */
  record LoginExpired() implements AuthenticatorsOutcome {}

  /** The provider decided nothing. */
  record Unanswered(ProviderFault why) implements AuthenticatorsOutcome {}
}
