package dev.portcullis.doctor.check;

/** What a check found. */
public record Finding(Check check, CheckResult result) {

  /** Whether there is something to mend. */
  public boolean isWrong() {
    return result instanceof CheckResult.Warning || result instanceof CheckResult.Failed;
  }
}
