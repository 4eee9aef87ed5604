package dev.portcullis.bootstrap.system;

import java.util.Objects;

/** The version of this program. */
public final class Version {

  private Version() {}

  /** The version from the jar's manifest; {@code (not packaged)} if there is no jar. */
  public static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "(not packaged)");
  }
}
