package dev.portcullis.doctor.check;

/** What a check found. */
public record Finding(Check check, CheckResult result) {

  /** Whether there is something to fix: a warning or a failure. */
  public boolean isWrong() {
    return result instanceof CheckResult.Warning || result instanceof CheckResult.Failed;
  }
}
