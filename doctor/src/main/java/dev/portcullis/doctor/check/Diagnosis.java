package dev.portcullis.doctor.check;

import io.vavr.collection.Seq;
import java.time.Instant;

/** Everything that was found, in the order of the checks. */
public record Diagnosis(Instant at, Seq<Finding> findings) {

  /** The worst finding decides. */
  public Status status() {
    if (has(CheckResult.Failed.class)) {
      return Status.ERRORS;
    }
    if (findings.exists(Finding::isUnchecked)) {
      return Status.NOT_CHECKED;
    }
    return has(CheckResult.Warning.class) ? Status.WARNINGS : Status.GOOD;
  }

  /** The number of findings of this kind. */
  public int count(Class<? extends CheckResult> kind) {
    return findings.count(finding -> kind.isInstance(finding.result()));
  }

  /** The number of checks that were skipped because of this one. */
  public int skippedBecauseOf(Check cause) {
    return findings.count(finding -> finding.isSkippedBecauseOf(cause));
  }

  private boolean has(Class<? extends CheckResult> kind) {
    return count(kind) > 0;
  }

  /** The outcome of a diagnosis, for scripts. */
  public enum Status {
    /** Nothing to fix. */
    GOOD(0),
    /** Warnings at most. */
    WARNINGS(1),
    /** At least one error. */
    ERRORS(2),
    /** No error was found, but something could not be checked. */
    NOT_CHECKED(3);

    private final int exitCode;

    Status(int exitCode) {
      this.exitCode = exitCode;
    }

    /** What the command exits with. */
    public int exitCode() {
      return exitCode;
    }
  }
}
