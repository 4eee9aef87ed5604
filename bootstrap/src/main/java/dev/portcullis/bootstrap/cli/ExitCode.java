package dev.portcullis.bootstrap.cli;

/** The exit codes that all commands share; {@code doctor} has more. */
public final class ExitCode {

  /** Success. */
  public static final int OK = 0;

  /** What was checked or run failed. */
  public static final int FAILED = 1;

  /** The command line itself is wrong. */
  public static final int USAGE = 2;

  private ExitCode() {}
}
