package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Check;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** The checks of the connection and the API that logins use. */
public final class ConnectionChecks {

  private ConnectionChecks() {}

  /** The checks, in the order of reports. */
  public static Seq<Check> all() {
    return Vector.of(
        new DefaultDirectoryCheck(),
        new ConnectionCheck(),
        new ConnectionEnabledCheck(),
        new ConnectionActiveCheck(),
        new ConnectionPasswordCheck(),
        new LongPasswordsCheck(),
        new ConnectionBruteForceCheck(),
        new ActionsCheck(),
        new AudienceCheck());
  }
}
