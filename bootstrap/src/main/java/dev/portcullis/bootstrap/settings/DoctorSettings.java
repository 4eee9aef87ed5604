package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.OriginSecret;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.Password;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of the doctor and of the watch.
 *
 * @param management none: neither the tenant's settings nor its log are read
 * @param egress the gateway's own addresses as the tenant sees them
 * @param lookBack how far back the log is read
 * @param every how often a running gateway runs the doctor for its page
 * @param accepted what the doctor finds wrong and operators accept
 * @param secretFiles the files that hold secrets of the settings, by key
 */
public record DoctorSettings(
    Option<ManagementSettings> management,
    Option<CanaryUser> canary,
    IpRangeSet egress,
    Option<Integer> loginsPerSecond,
    Duration lookBack,
    Watch watch,
    Option<Duration> every,
    Seq<AcceptedRisk> accepted,
    Map<String, Path> secretFiles) {

  /** Nothing is configured. */
  public static final DoctorSettings NONE =
      new DoctorSettings(
          Option.none(),
          Option.none(),
          IpRangeSet.EMPTY,
          Option.none(),
          Duration.ofDays(1),
          new Watch.Off(),
          Option.none(),
          Vector.empty(),
          LinkedHashMap.empty());

  /** How a running gateway gets what the tenant logged. */
  public sealed interface Watch {

    /** Not at all. */
    record Off() implements Watch {}

    /** It reads the log through the Management API. */
    record Poll(Duration interval) implements Watch {}

    /**
     * A log stream of the tenant delivers it.
     *
     * @param token the value that the stream's Authorization header must have
     */
    record Stream(OriginSecret token) implements Watch {}
  }

  /** The same with another watch. */
  public DoctorSettings withWatch(Watch other) {
    return new DoctorSettings(
        management, canary, egress, loginsPerSecond, lookBack, other, every, accepted, secretFiles);
  }

  /** The same for a gateway that runs the doctor at this interval. */
  public DoctorSettings withEvery(Duration time) {
    return new DoctorSettings(
        management,
        canary,
        egress,
        loginsPerSecond,
        lookBack,
        watch,
        Option.of(time),
        accepted,
        secretFiles);
  }

  /** The same with the files that hold secrets of the settings, by key. */
  DoctorSettings withSecretFiles(Map<String, Path> files) {
    return new DoctorSettings(
        management, canary, egress, loginsPerSecond, lookBack, watch, every, accepted, files);
  }

  /**
   * The test user.
   *
   * @param address the address that it states
   * @param logWait how long to wait for the login in the tenant's log
   */
  public record CanaryUser(Credentials credentials, ClientAddress address, Duration logWait) {

    /** None if one of the three texts is invalid. */
    public static Option<CanaryUser> of(
        String username, String password, String address, Duration logWait) {
      return LoginIdentifier.of(username)
          .toOption()
          .flatMap(
              user ->
                  Password.of(password)
                      .toOption()
                      .flatMap(
                          secret ->
                              IpAddress.parse(address)
                                  .flatMap(DoctorReader::stated)
                                  .map(
                                      at ->
                                          new CanaryUser(
                                              new Credentials(user, secret), at, logWait))));
    }
  }
}
