package dev.portcullis.doctor.port;

import java.time.Duration;

/** Lets time pass; a test moves its clock instead. */
@FunctionalInterface
public interface Sleeper {

  /** Returns after {@code time}, or at once if the thread is interrupted, which it stays. */
  void of(Duration time);
}
