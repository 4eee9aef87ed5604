package dev.portcullis.doctor.watch;

import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.WatchState;
import io.vavr.collection.Seq;

/**
 * Compares what a running gateway sent with what the tenant logged. Safe for concurrent use; how
 * the gateway answers logins does not depend on it.
 */
public interface WatchTenantUseCase {

  /** Reads what the log has got since the last look, and compares. Blocks for the tenant's time. */
  WatchState look();

  /** Compares events that the tenant has pushed. */
  WatchState take(Seq<LogEvent> events);

  /** What is known now. */
  WatchState state();
}
