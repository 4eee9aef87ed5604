package dev.portcullis.doctor.check.management;

import dev.portcullis.doctor.check.Check;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** The checks of the doctor's own access to the tenant. */
public final class ManagementChecks {

  private ManagementChecks() {}

  /** The checks, in the order of reports. */
  public static Seq<Check> all() {
    return Vector.of(new ManagementAccessCheck(), new TokenQuotaCheck(), new LogStreamsCheck());
  }
}
