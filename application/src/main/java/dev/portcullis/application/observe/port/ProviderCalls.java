package dev.portcullis.application.observe.port;

import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;

/**
 * Follows the calls to the provider: meters, traces. It learns what was asked for and how it ended,
 * and nothing of what was sent. An implementation does not block, throws nothing, and is safe for
 * concurrent use.
 */
@FunctionalInterface
public interface ProviderCalls {

  /** Follows nothing. */
  ProviderCalls NONE = operation -> Call.NONE;

  /** A call begins. It ends on the same thread, by one method of the returned call. */
  Call begin(ProviderOperation operation);

  /** Follows each call here and in {@code other}: begun here first, and ended here first. */
  default ProviderCalls and(ProviderCalls other) {
    return operation -> {
      Call here = begin(operation);
      Call there = other.begin(operation);
      return new Call() {
        @Override
        public void ended(OutcomeCode code, Option<ProviderRequestId> upstream) {
          here.ended(code, upstream);
          there.ended(code, upstream);
        }

        @Override
        public void broke() {
          here.broke();
          there.broke();
        }
      };
    };
  }

  /** A call in progress. */
  interface Call {

    /** Follows nothing. */
    Call NONE =
        new Call() {
          @Override
          public void ended(OutcomeCode code, Option<ProviderRequestId> upstream) {}

          @Override
          public void broke() {}
        };

    /**
     * It has ended.
     *
     * @param upstream where the provider's own logs have more
     */
    void ended(OutcomeCode code, Option<ProviderRequestId> upstream);

    /** It has thrown, which no provider may: there is no outcome. */
    void broke();
  }
}
