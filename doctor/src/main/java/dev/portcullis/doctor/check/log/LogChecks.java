package dev.portcullis.doctor.check.log;

import dev.portcullis.doctor.check.Check;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** The checks of what the tenant has logged. */
public final class LogChecks {

  private LogChecks() {}

  /** The checks, in the order of reports. */
  public static Seq<Check> all() {
    return Vector.of(
        new LogLoginsCheck(),
        new LogProxiesCheck(),
        new LogPrivateCheck(),
        new LogBlocksCheck(),
        new LogDeprecationsCheck());
  }
}
