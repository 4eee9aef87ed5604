package dev.portcullis.bootstrap.system;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The machine's clock. */
public final class SystemSources {

  private SystemSources() {}

  /** The clock that a running gateway reads. */
  public static InstantSource time() {
    return InstantSource.system();
  }

  /** The date in UTC, for a command that asks once. */
  public static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
