package dev.portcullis.bootstrap.system;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The only class that reads the system's clock and randomness; an architecture rule holds it. */
public final class SystemSources {

  private SystemSources() {}

  /** The system's clock. */
  public static InstantSource clock() {
    return InstantSource.system();
  }

  /** Today's date in UTC. */
  public static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
