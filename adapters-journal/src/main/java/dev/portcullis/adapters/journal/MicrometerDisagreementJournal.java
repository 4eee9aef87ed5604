package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.DisagreementJournal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts disagreements as {@code portcullis.address.disagreements}, tagged {@code listener}, {@code
 * actual} and {@code candidate}; the latter two are reasons' codes and four words more, so their
 * number is bounded.
 */
public final class MicrometerDisagreementJournal implements DisagreementJournal {

  private final MeterRegistry registry;

  public MicrometerDisagreementJournal(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void record(Disagreement disagreement) {
    try {
      Counter.builder("portcullis.address.disagreements")
          .description("Requests that candidate settings would have decided otherwise")
          .tag("listener", disagreement.actual().listener())
          .tag("actual", disagreement.actualWord())
          .tag("candidate", disagreement.candidateWord())
          .register(registry)
          .increment();
    } catch (RuntimeException e) {
      // A request does not fail because its meter does.
    }
  }
}
