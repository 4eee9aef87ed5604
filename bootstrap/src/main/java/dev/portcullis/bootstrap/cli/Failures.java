package dev.portcullis.bootstrap.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The message that is shown when a command fails. */
public final class Failures {

  private Failures() {}

  /**
   * The failure's message, or the name of its class if it has none. The message of a file's failure
   * is often its path alone.
   */
  public static String sentence(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
      case AccessDeniedException denied ->
          denied.getFile() + ": this user may not read or write it";
      default ->
          failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
  }
}
