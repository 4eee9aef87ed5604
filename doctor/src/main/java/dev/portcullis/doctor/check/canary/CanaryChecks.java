package dev.portcullis.doctor.check.canary;

import dev.portcullis.doctor.check.Check;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** The checks of the test user's login. */
public final class CanaryChecks {

  private CanaryChecks() {}

  /** The checks, in the order of reports. */
  public static Seq<Check> all() {
    return Vector.of(new CanaryLoginCheck(), new CanaryAddressCheck(), new CanaryEgressCheck());
  }
}
