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

  /** It should have been checked and could not be. */
  record NotChecked(String text) implements CheckResult {}

  /** There is nothing to check in this set-up. */
  record NotApplicable(String text) implements CheckResult {}

  /** Judges a fact, or returns {@link NotChecked} with the reason why the fact is not known. */
  static <T> CheckResult of(Either<FactUnavailable, T> fact, Function<T, CheckResult> judge) {
    return fact.fold(why -> new NotChecked(why.reason()), judge);
  }
}
