package dev.portcullis.doctor.check;

import io.vavr.collection.Seq;

/** What a check found. */
public record Finding(Check check, CheckResult result) {

  /** Whether there is something to fix: a warning or a failure. */
  public boolean isWrong() {
    return result instanceof CheckResult.Warning || result instanceof CheckResult.Failed;
  }

  /** The same, accepted if it is wrong and one of these accepts it. */
  public Finding accepted(Seq<Acceptance> accepted) {
    return isWrong()
        ? accepted
            .find(it -> it.check().equals(check.id()))
            .map(it -> new Finding(check, new CheckResult.Accepted(result, it)))
            .getOrElse(this)
        : this;
  }

  /** Whether it could not be checked: because of a missing fact, or of another check's finding. */
  public boolean isUnchecked() {
    return result instanceof CheckResult.NotChecked || result instanceof CheckResult.Skipped;
  }

  /** Whether it was skipped because of this check. */
  public boolean isSkippedBecauseOf(Check cause) {
    return result instanceof CheckResult.Skipped(var because) && because.equals(cause.id());
  }
}
