package dev.portcullis.doctor.check;

import dev.portcullis.doctor.tenant.FactUnavailable;
import io.vavr.control.Either;
import java.util.function.Function;

/** What one check found. Adding a case breaks embedders and is a major version. */
public sealed interface CheckResult {

  /** What was found, or why nothing was checked; one line without a secret. */
  String text();

  /** As it should be. */
  record Passed(String text) implements CheckResult {}

  /** It works, and should be fixed. */
  record Warning(String text) implements CheckResult {}

  /** It harms users or leaves them unprotected. */
  record Failed(String text) implements CheckResult {}

  /**
   * It is wrong, and operators accept that.
   *
   * @param found a warning or a failure
   */
  record Accepted(CheckResult found, Acceptance by) implements CheckResult {

    @Override
    public String text() {
      return found.text();
    }
  }

  /** It should have been checked and could not be. */
  record NotChecked(String text) implements CheckResult {}

  /**
   * It could not be checked because of what another check found. Reports count it there.
   *
   * @param because the id of that check
   */
  record Skipped(String because) implements CheckResult {

    @Override
    public String text() {
      return "skipped because of " + because;
    }
  }

  /** There is nothing to check in this set-up. */
  record NotApplicable(String text) implements CheckResult {}

  /** Judges a fact, or returns why it cannot be judged. */
  static <T> CheckResult of(Either<FactUnavailable, T> fact, Function<T, CheckResult> judge) {
    return fact.fold(CheckResult::unavailable, judge);
  }

  /** The result of a check whose fact is not known. */
  static CheckResult unavailable(FactUnavailable why) {
    return switch (why) {
      case FactUnavailable.MissingScope it -> new NotChecked(it.reason());
      case FactUnavailable.NotAnswered it -> new NotChecked(it.reason());
      case FactUnavailable.NotEnabled it -> new NotApplicable(it.reason());
      case FactUnavailable.NotConfigured it -> new Skipped(Causes.MANAGEMENT_ACCESS);
      case FactUnavailable.NoAccess it -> new Skipped(Causes.MANAGEMENT_ACCESS);
      case FactUnavailable.Unreachable it -> new Skipped(Causes.MANAGEMENT_ACCESS);
    };
  }
}
