package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Check;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** The checks of the application that the gateway logs in as. */
public final class ApplicationChecks {

  private ApplicationChecks() {}

  /** The checks, in the order of reports. */
  public static Seq<Check> all() {
    return Vector.of(
        new ApplicationCheck(),
        new ApplicationTypeCheck(),
        new FirstPartyCheck(),
        new OrganizationsCheck(),
        new ComplianceLevelCheck(),
        new AuthenticationMethodCheck(),
        new TrustHeaderCheck(),
        new GrantLoginCheck(),
        new GrantMfaCheck(),
        new GrantRefreshCheck());
  }
}
