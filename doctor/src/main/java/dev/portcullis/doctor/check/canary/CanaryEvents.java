package dev.portcullis.doctor.check.canary;

import dev.portcullis.doctor.canary.Canary;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.domain.address.IpAddress;
import java.util.function.BiFunction;

/** The canary's login in the tenant's log. */
final class CanaryEvents {

  private CanaryEvents() {}

  /** Judges the event of the canary's login, with the address that it stated. */
  static CheckResult judge(Canary canary, BiFunction<IpAddress, LogEvent, CheckResult> judge) {
    return switch (canary) {
      case Canary.NotConfigured() -> new NotApplicable("doctor.canary is not set");
      case Canary.NoLog(var why) -> CheckResult.unavailable(why);
      case Canary.NotAnswered it -> new Skipped(Causes.CANARY_LOGIN);
      case Canary.Refused it -> new Skipped(Causes.CANARY_LOGIN);
      case Canary.LoggedIn(var sent, var seen) ->
          switch (seen) {
            case Canary.Seen.Event(var event) -> judge.apply(sent, event);
            case Canary.Seen.Nothing(var waited) ->
                new NotChecked(
                    "no sepft event for it within "
                        + waited.toSeconds()
                        + " s: logs can be late, try again with a longer doctor.log-wait");
            case Canary.Seen.Lost(var why) -> CheckResult.unavailable(why);
          };
    };
  }
}
