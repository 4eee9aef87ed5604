package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Times logins as {@code portcullis.logins}, tagged {@code outcome}. Every outcome shows from the
 * start, as 0, so that an alert on its rate sees the first one.
 */
public final class MicrometerLoginJournal implements LoginJournal {

  private final MeterRegistry registry;

  public MicrometerLoginJournal(MeterRegistry registry) {
    this.registry = registry;
    for (OutcomeCode code : OutcomeCode.values()) {
      timer(code);
    }
  }

  @Override
  public void record(
      LoginSubject subject,
      LoginOutcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed) {
    try {
      timer(OutcomeCode.of(outcome))
          .record(TimeUnit.NANOSECONDS.convert(elapsed), TimeUnit.NANOSECONDS);
    } catch (RuntimeException e) {
      // A login does not fail because its meter does.
    }
  }

  private Timer timer(OutcomeCode code) {
    return Timer.builder("portcullis.logins")
        .description("Logins, by how they ended")
        .tag("outcome", code.code())
        .register(registry);
  }
}
