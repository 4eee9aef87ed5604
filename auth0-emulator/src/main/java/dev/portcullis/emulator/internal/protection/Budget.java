package dev.portcullis.emulator.internal.protection;

import java.time.Instant;

/** The remaining failed attempts of one key; guarded by the lock of {@link Attempts}. */
interface Budget {

  /** Failures that may still happen before the key is blocked; 0 or less means blocked. */
  int remaining(Instant now);

  /** Counts a failure. */
  void fail(Instant now);

  /** Counts a success. */
  void succeed(Instant now);

  /** The state to be stored. */
  Counted counted();

  /** Continues from a stored state. */
  void restore(Counted counted);

  /** Whether it equals a new one, and so need not be kept. */
  boolean untouched(Instant now);
}
