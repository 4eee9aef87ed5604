package dev.portcullis.doctor;

import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Finding;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Instant;

/** Lets checks judge, and has each one that was skipped name the first cause. */
final class Findings {

  private Findings() {}

  /**
   * What the checks find. A check that was skipped because of one that is not among them adds that
   * one, so that every report names the cause.
   */
  static Seq<Finding> of(Seq<Check> checks, Facts facts, Instant now) {
    Seq<Finding> wanted = checks.map(check -> find(check, facts));
    Set<String> shown =
        checks
            .map(Check::id)
            .appendAll(
                wanted.flatMap(
                    finding ->
                        finding.result() instanceof CheckResult.Skipped(var because)
                            ? Option.of(because)
                            : Option.<String>none()))
            .toSet();
    return Checks.all()
        .filter(check -> shown.contains(check.id()))
        .map(check -> find(check, facts).accepted(facts.expected().accepted(now)));
  }

  private static Finding find(Check check, Facts facts) {
    return new Finding(check, firstCause(check.judge(facts), facts));
  }

  private static CheckResult firstCause(CheckResult result, Facts facts) {
    if (!(result instanceof CheckResult.Skipped(var because))) {
      return result;
    }
    CheckResult cause = Checks.of(because).map(check -> check.judge(facts)).getOrElse(() -> result);
    return cause instanceof CheckResult.Skipped && !cause.equals(result)
        ? firstCause(cause, facts)
        : result;
  }
}
