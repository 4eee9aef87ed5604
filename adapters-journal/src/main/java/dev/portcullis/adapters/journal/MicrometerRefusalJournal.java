package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.RefusalJournal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the refusals of one listener as {@code portcullis.refusals}, tagged {@code listener} and
 * {@code reason}, each from 0.
 */
public final class MicrometerRefusalJournal implements RefusalJournal {

  private final MeterRegistry registry;
  private final String listener;

  public MicrometerRefusalJournal(MeterRegistry registry, String listener) {
    this.registry = registry;
    this.listener = listener;
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
        .description("Requests and connections refused because their address cannot be known")
        .tag("listener", listener)
        .tag("reason", reason.code())
        .register(registry);
  }
}
