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
import java.util.function.Consumer;

/** The settings of the doctor and of the watch. Immutable; {@code with…} returns a changed copy. */
public final class DoctorSettings {

  /** Nothing is configured. */
  public static final DoctorSettings NONE = new DoctorSettings();

  private Option<ManagementSettings> management = Option.none();
  private Option<CanaryUser> canary = Option.none();
  private IpRangeSet egress = IpRangeSet.EMPTY;
  private Option<Integer> loginsPerSecond = Option.none();
  private Duration lookBack = Duration.ofDays(1);
  private Watch watch = new Watch.Off();
  private Option<Duration> every = Option.none();
  private Seq<AcceptedRisk> accepted = Vector.empty();
  private Map<String, Path> secretFiles = LinkedHashMap.empty();

  private DoctorSettings() {}

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

  private DoctorSettings with(Consumer<DoctorSettings> change) {
    DoctorSettings copy = new DoctorSettings();
    copy.management = management;
    copy.canary = canary;
    copy.egress = egress;
    copy.loginsPerSecond = loginsPerSecond;
    copy.lookBack = lookBack;
    copy.watch = watch;
    copy.every = every;
    copy.accepted = accepted;
    copy.secretFiles = secretFiles;
    change.accept(copy);
    return copy;
  }

  /** None: neither the tenant's settings nor its log are read. */
  DoctorSettings withManagement(Option<ManagementSettings> value) {
    return with(copy -> copy.management = value);
  }

  /** The test user, if there is one. */
  DoctorSettings withCanary(Option<CanaryUser> value) {
    return with(copy -> copy.canary = value);
  }

  /** The gateway's own addresses as the tenant sees them. */
  DoctorSettings withEgress(IpRangeSet value) {
    return with(copy -> copy.egress = value);
  }

  /** The peak traffic in logins a second, if it is known. */
  DoctorSettings withLoginsPerSecond(Option<Integer> value) {
    return with(copy -> copy.loginsPerSecond = value);
  }

  /** How far back the log is read. */
  DoctorSettings withLookBack(Duration value) {
    return with(copy -> copy.lookBack = value);
  }

  /** How a running gateway gets what the tenant logged. */
  public DoctorSettings withWatch(Watch value) {
    return with(copy -> copy.watch = value);
  }

  /** How often a running gateway runs the doctor for its page. */
  public DoctorSettings withEvery(Duration value) {
    return with(copy -> copy.every = Option.of(value));
  }

  /** What the doctor finds wrong and operators accept. */
  DoctorSettings withAccepted(Seq<AcceptedRisk> value) {
    return with(copy -> copy.accepted = value);
  }

  /** The files that hold secrets of the settings, by key. */
  DoctorSettings withSecretFiles(Map<String, Path> value) {
    return with(copy -> copy.secretFiles = value);
  }

  /** None: neither the tenant's settings nor its log are read. */
  public Option<ManagementSettings> management() {
    return management;
  }

  /** The test user, if there is one. */
  public Option<CanaryUser> canary() {
    return canary;
  }

  /** The gateway's own addresses as the tenant sees them. */
  public IpRangeSet egress() {
    return egress;
  }

  /** The peak traffic in logins a second, if it is known. */
  public Option<Integer> loginsPerSecond() {
    return loginsPerSecond;
  }

  /** How far back the log is read. */
  public Duration lookBack() {
    return lookBack;
  }

  /** How a running gateway gets what the tenant logged. */
  public Watch watch() {
    return watch;
  }

  /** How often a running gateway runs the doctor for its page. */
  public Option<Duration> every() {
    return every;
  }

  /** What the doctor finds wrong and operators accept. */
  public Seq<AcceptedRisk> accepted() {
    return accepted;
  }

  /** The files that hold secrets of the settings, by key. */
  public Map<String, Path> secretFiles() {
    return secretFiles;
  }

  @Override
  public String toString() {
    return Vector.of(
            management,
            canary,
            egress,
            loginsPerSecond,
            lookBack,
            watch,
            every,
            accepted,
            secretFiles)
        .mkString("DoctorSettings[", ", ", "]");
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
