package dev.portcullis.bootstrap.cli;

import java.net.BindException;

/** What a person is told when a command fails. */
final class Failures {

  private Failures() {}

  /** One sentence that names what is wrong, and how to mend it where that is known. */
  static String sentence(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return "cannot listen: "
            + cause.getMessage()
            + ". Another program may have the port; stop it or choose another port.";
      }
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
