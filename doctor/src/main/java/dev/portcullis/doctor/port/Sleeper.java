package dev.portcullis.doctor.port;

import java.time.Duration;

/** Waits; a test moves its clock instead. */
@FunctionalInterface
public interface Sleeper {

  /** Returns after {@code time}, or at once if interrupted; the thread stays interrupted. */
  void sleep(Duration time);
}
