package dev.portcullis.emulator.internal.protection;

import java.time.Instant;

/** How many failed attempts are left to one key; used under the lock of {@link Attempts}. */
interface Budget {

  /** Failures that may still happen before the key is blocked; 0 or less means blocked. */
  int remaining(Instant now);

  /** Counts a failure. */
  void fail(Instant now);

  /** Counts a success. */
  void succeed(Instant now);

  /** What is to be remembered of it. */
  Counted counted();

  /** Goes on from what was remembered. */
  void restore(Counted counted);

  /** Whether it is as good as new, and so need not be kept. */
  boolean untouched(Instant now);
}
