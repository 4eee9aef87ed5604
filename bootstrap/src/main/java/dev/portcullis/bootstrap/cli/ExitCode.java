package dev.portcullis.bootstrap.cli;

/** What a command's exit tells a script. */
final class ExitCode {

  /** All as it should be. */
  static final int OK = 0;

  /** Something is wrong with what was looked at or run. */
  static final int FAILED = 1;

  /** The command line itself is wrong. */
  static final int USAGE = 2;

  private ExitCode() {}
}
