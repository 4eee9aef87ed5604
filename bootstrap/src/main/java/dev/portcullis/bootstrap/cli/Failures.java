package dev.portcullis.bootstrap.cli;

/** What a person is told when a command fails. */
final class Failures {

  private Failures() {}

  /** One sentence that names what is wrong, and how to mend it where that is known. */
  static String sentence(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
