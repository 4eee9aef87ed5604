package dev.portcullis.adapters.otel;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Silences the SDK's own log, which would be written to standard error between the lines of ours:
 * what it has to say is in the meters of lost spans and in the log of {@link SpanQueue}.
 */
final class SdkLogging {

  /** Kept, because the JDK forgets the level of a logger that nothing refers to. */
  private static final Logger SDK = Logger.getLogger("io.opentelemetry");

  private SdkLogging() {}

  static void silence() {
    SDK.setLevel(Level.OFF);
  }
}
