package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Times steps as {@code portcullis.steps}, tagged {@code step} and {@code outcome}, from 0. */
public final class MicrometerStepJournal implements StepJournal {

  private final MeterRegistry registry;

  public MicrometerStepJournal(MeterRegistry registry) {
    this.registry = registry;
    for (StepKind kind : StepKind.values()) {
      kind.codes().forEach(code -> timer(kind, code));
    }
  }

  @Override
  public void record(
      Requester requester, Step step, Option<ProviderRequestId> upstream, Duration elapsed) {
    try {
      StepCode code = StepCode.of(step);
      timer(code.kind(), code.code())
          .record(TimeUnit.NANOSECONDS.convert(elapsed), TimeUnit.NANOSECONDS);
    } catch (RuntimeException e) {
      // A step does not fail because its meter does.
    }
  }

  private Timer timer(StepKind kind, String code) {
    return Timer.builder("portcullis.steps")
        .description("Second factors, renewals, revocations and resets, by how they ended")
        .tag("step", kind.word())
        .tag("outcome", code)
        .register(registry);
  }
}
