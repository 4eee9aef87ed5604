package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Check;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** The checks of attack protection. */
public final class ProtectionChecks {

  private ProtectionChecks() {}

  /** The checks, in the order of reports. */
  public static Seq<Check> all() {
    return Vector.of(
        new BruteForceCheck(),
        new BruteForceModeCheck(),
        new BruteForceThresholdCheck(),
        new IpThrottlingCheck(),
        new IpThrottlingRateCheck(),
        new BreachedPasswordsCheck(),
        new AllowlistGatewayCheck(),
        new AllowlistWidthCheck(),
        new AllowlistStaleCheck(),
        new BotDetectionCheck(),
        new NetworkAclsCheck(),
        new CustomDomainCheck(),
        new RateLimitCheck());
  }
}
