package dev.portcullis.doctor;

import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.check.application.ApplicationChecks;
import dev.portcullis.doctor.check.canary.CanaryChecks;
import dev.portcullis.doctor.check.connection.ConnectionChecks;
import dev.portcullis.doctor.check.host.HostChecks;
import dev.portcullis.doctor.check.log.LogChecks;
import dev.portcullis.doctor.check.management.ManagementChecks;
import dev.portcullis.doctor.check.protection.ProtectionChecks;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** Every check of the doctor, in the order of reports. A new check is added to its area's list. */
public final class Checks {

  private static final Seq<Check> ALL =
      Vector.of(
              HostChecks.all(),
              ManagementChecks.all(),
              ApplicationChecks.all(),
              ConnectionChecks.all(),
              ProtectionChecks.all(),
              LogChecks.all(),
              CanaryChecks.all())
          .flatMap(checks -> checks);

  private Checks() {}

  /** Every check. */
  public static Seq<Check> all() {
    return ALL;
  }

  /** The check with this id. */
  public static Option<Check> of(String id) {
    return ALL.find(check -> check.id().equals(id));
  }

  /** The checks that are wanted. */
  static Seq<Check> of(Selection selection) {
    return ALL.filter(selection::has);
  }
}
