package dev.portcullis.bootstrap.cli;

/** The message that is shown when a command fails. */
public final class Failures {

  private Failures() {}

  /** The failure's message, or the name of its class if it has none. */
  public static String sentence(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
