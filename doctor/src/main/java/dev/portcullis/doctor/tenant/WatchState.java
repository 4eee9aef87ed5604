package dev.portcullis.doctor.tenant;

import java.time.Instant;

/** Whether the tenant believes the addresses that the gateway sends. */
public sealed interface WatchState {

  /** Nothing has been compared yet. */
  record Unknown() implements WatchState {}

  /** What was sent is what was logged. */
  record Agrees() implements WatchState {}

  /**
   * It is not.
   *
   * @param since when the first such login was logged
   */
  record Differs(Instant since, String what) implements WatchState {}

  /** The log cannot be read. */
  record Blind(FactUnavailable why) implements WatchState {}
}
