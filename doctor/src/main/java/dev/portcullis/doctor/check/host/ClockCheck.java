package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import java.time.Duration;

/** Whether this host's clock agrees with the tenant's. */
final class ClockCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "clock",
              Area.LOCAL,
              "Clock",
              "Tokens and log events are compared with the clock; the proof from the log needs both"
                  + " clocks to agree.")
          .source(Documents.OPERATING);
  private static final Duration SMALL = Duration.ofSeconds(5);
  private static final Duration LARGE = Duration.ofSeconds(60);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofAnswer(it -> it.skew().fold(NotChecked::new, ClockCheck::skewed));
  }

  private static CheckResult skewed(Duration skew) {
    Duration size = skew.abs();
    if (size.compareTo(SMALL) <= 0) {
      return new Passed("agrees with the tenant's");
    }
    String found =
        size.toSeconds() + " s " + (skew.isNegative() ? "ahead of" : "behind") + " the tenant's";
    return size.compareTo(LARGE) > 0 ? new Failed(found) : new Warning(found);
  }
}
