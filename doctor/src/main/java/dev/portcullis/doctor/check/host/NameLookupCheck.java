package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.Host.Reach;
import java.time.Duration;

/** Whether the tenant's name resolves, and fast. */
final class NameLookupCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              Causes.NAME_LOOKUP,
              Area.LOCAL,
              "Tenant's name",
              "A name that does not resolve stops every login, and a slow look-up delays every"
                  + " login.")
          .source(Documents.OPERATING);
  private static final Duration SLOW = Duration.ofSeconds(1);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return switch (facts.host().reach()) {
      case Reach.Unread(var why) -> new NotChecked(why);
      case Reach.NoName(var why) -> new Failed(why);
      case Reach.NoAnswer it -> resolved(it.names());
      case Reach.NotTrusted it -> resolved(it.names());
      case Reach.Answers it -> resolved(it.names());
    };
  }

  private static CheckResult resolved(Host.Names names) {
    String found = names.addresses().mkString(", ") + " in " + names.took().toMillis() + " ms";
    return names.took().compareTo(SLOW) > 0 ? new Warning(found) : new Passed(found);
  }
}
