package dev.portcullis.doctor.watch;

import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.WatchState;
import io.vavr.collection.Seq;

/**
 * Compares the addresses that a running gateway sent with those that the tenant logged. Safe for
 * concurrent use; it has no effect on how logins are answered.
 */
public interface WatchTenantUseCase {

  /** Reads the new events of the log and compares. Blocks for as long as the tenant takes. */
  WatchState look();

  /** Compares events that the tenant has delivered. */
  WatchState take(Seq<LogEvent> events);
}
