package dev.portcullis.doctor.check;

/** What one check found. Adding a case breaks embedders and is a major version. */
public sealed interface CheckResult {

  /** What was found, or why nothing was looked at; one line without a secret. */
  String text();

  /** As it should be. */
  record Passed(String text) implements CheckResult {}

  /** It works, and is worth mending. */
  record Warning(String text) implements CheckResult {}

  /** Users are harmed, or unprotected, by this. */
  record Failed(String text) implements CheckResult {}

  /** It should have been looked at and could not. */
  record NotChecked(String text) implements CheckResult {}

  /** There is nothing to look at in this set-up. */
  record NotApplicable(String text) implements CheckResult {}
}
