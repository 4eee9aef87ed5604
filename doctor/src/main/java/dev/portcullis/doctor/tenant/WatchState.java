package dev.portcullis.doctor.tenant;

import java.time.Instant;

/** Whether the tenant trusts the addresses that the gateway sends. */
public sealed interface WatchState {

  /** Nothing has been compared yet. */
  record Unknown() implements WatchState {}

  /** The addresses that were sent were logged. */
  record Agrees() implements WatchState {}

  /**
   * Other addresses were logged.
   *
   * @param since when the first such login was logged
   */
  record Differs(Instant since, String what) implements WatchState {}

  /** The log cannot be read. */
  record Blind(FactUnavailable why) implements WatchState {}
}
