package dev.portcullis.domain.session;

import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;

/** How one revocation ended. Adding a case breaks embedders and is a major version. */
public sealed interface RevokeOutcome extends Outcome {

  /** Every code that a revocation can end with. */
  Set<OutcomeCode> CODES = LinkedHashSet.of(OutcomeCode.REVOKED).addAll(ProviderFault.CODES);

  @Override
  default OutcomeCode code() {
    return switch (this) {
      case Revoked revoked -> OutcomeCode.REVOKED;
      case Unanswered unanswered -> unanswered.why().code();
    };
  }

  @Override
  default Option<ProviderFault> fault() {
    return this instanceof Unanswered(var why) ? Option.some(why) : Option.none();
  }

  /** The token is no longer valid, or never was (RFC 7009 section 2.2). */
  record Revoked() implements RevokeOutcome {}

  /** The provider decided nothing; the token may still be valid. */
  record Unanswered(ProviderFault why) implements RevokeOutcome {}
}
