package dev.portcullis.bootstrap.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The message that is shown when a command fails. */
public final class Failures {

  private Failures() {}

  /** The failure's message, or the name of its class if it has none. */
  public static String sentence(Throwable failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file or folder";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + ": this user may not read or write it";
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
