package dev.portcullis.domain.outcome;

import io.vavr.control.Option;

/**
 * How a login or a step around it ended. Each implementation is a closed set of records of one
 * form: what the provider decided, or {@code Unanswered} with the {@link ProviderFault} that
 * explains why it decided nothing. A record is named after its {@link OutcomeCode}.
 */
public interface Outcome {

  /** The one word for this outcome. */
  OutcomeCode code();

  /** Why the provider decided nothing; none if it decided. */
  default Option<ProviderFault> fault() {
    return Option.none();
  }
}
