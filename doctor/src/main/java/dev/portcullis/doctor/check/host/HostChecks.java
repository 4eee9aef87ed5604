package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Check;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** The checks of this host and of the gateway's settings. */
public final class HostChecks {

  private HostChecks() {}

  /** The checks, in the order of reports. */
  public static Seq<Check> all() {
    return Vector.of(
        new AddressSettingsCheck(),
        new NameLookupCheck(),
        new TenantAnswersCheck(),
        new TlsCheck(),
        new ClockCheck(),
        new TimeoutsCheck(),
        new SecretFilesCheck(),
        new CredentialsCheck());
  }
}
