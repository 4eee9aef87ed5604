package dev.portcullis.adapters.journal;

import dev.portcullis.application.port.out.RefusalJournal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts refusals as {@code portcullis.refusals}, tagged {@code reason}, each from 0. */
public final class MicrometerRefusalJournal implements RefusalJournal {

  private final MeterRegistry registry;

  public MicrometerRefusalJournal(MeterRegistry registry) {
    this.registry = registry;
    for (RejectionReason reason : RejectionReason.values()) {
      counter(reason);
    }
  }

  @Override
  public void record(RequestId id, RejectionReason reason) {
    try {
      counter(reason).increment();
    } catch (RuntimeException e) {
      // A refusal stays a refusal if its meter fails.
    }
  }

  private Counter counter(RejectionReason reason) {
    return Counter.builder("portcullis.refusals")
        .description("Requests refused because their address cannot be known")
        .tag("reason", reason.code())
        .register(registry);
  }
}
