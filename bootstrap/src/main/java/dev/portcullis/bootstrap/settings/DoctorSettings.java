package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.ManagementSettings;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.login.Credentials;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the doctor is told.
 *
 * @param management none: it reads neither settings nor log
 * @param egress the gateway's own addresses as the tenant sees them
 * @param lookBack how far back the log is read
 * @param secretFiles the files that secrets of the settings lie in, by key
 */
public record DoctorSettings(
    Option<ManagementSettings> management,
    Option<CanaryUser> canary,
    IpRangeSet egress,
    Option<Integer> loginsPerSecond,
    Duration lookBack,
    Map<String, Path> secretFiles) {

  /** Told nothing. */
  public static final DoctorSettings NONE =
      new DoctorSettings(
          Option.none(),
          Option.none(),
          IpRangeSet.EMPTY,
          Option.none(),
          Duration.ofDays(1),
          LinkedHashMap.empty());

  /**
   * The test user.
   *
   * @param address where it says to be
   * @param logWait how long the tenant's log may take
   */
  public record CanaryUser(Credentials credentials, ClientAddress address, Duration logWait) {}
}
