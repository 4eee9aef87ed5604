package dev.portcullis.doctor.check;

import io.vavr.collection.Seq;
import java.time.Instant;

/** Everything that was found, in the order of {@link Check}. */
public record Diagnosis(Instant at, Seq<Finding> findings) {

  public Diagnosis {
    findings = findings.sortBy(Finding::check);
  }

  /** The worst that was found. */
  public Status status() {
    if (has(CheckResult.Failed.class)) {
      return Status.ERRORS;
    }
    if (has(CheckResult.NotChecked.class)) {
      return Status.NOT_CHECKED;
    }
    return has(CheckResult.Warning.class) ? Status.WARNINGS : Status.GOOD;
  }

  /** How many findings are of this kind. */
  public int count(Class<? extends CheckResult> kind) {
    return findings.count(finding -> kind.isInstance(finding.result()));
  }

  private boolean has(Class<? extends CheckResult> kind) {
    return count(kind) > 0;
  }

  /** How a diagnosis ends, for scripts. */
  public enum Status {
    /** Nothing to mend. */
    GOOD(0),
    /** Warnings at most. */
    WARNINGS(1),
    /** At least one error, whatever else. */
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
