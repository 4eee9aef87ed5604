package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.bootstrap.settings.DoctorSettings.CanaryUser;
import dev.portcullis.bootstrap.settings.DoctorSettings.Watch;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.OriginSecret;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.Credentials;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.time.Duration;

/** Reads {@code doctor}, with the access to the Management API under {@code management}. */
final class DoctorReader {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private DoctorReader() {}

  private enum WatchMode {
    OFF,
    POLL,
    STREAM
  }

  /**
   * The doctor's settings, without the files that hold secrets.
   *
   * @param auth0 the tenant that it checks
   * @param clientIps which addresses the listeners take for end users'
   */
  static Validation<Seq<SettingsProblem>, DoctorSettings> read(
      Section root,
      Validation<Seq<SettingsProblem>, Auth0Settings> auth0,
      Validation<Seq<SettingsProblem>, Map<String, ClientIp>> clientIps) {
    Section doctor = root.section("doctor");
    Accumulator all = new Accumulator();
    var management = all.add(ManagementReader.read(root.section("management"), auth0));
    var canary = all.add(canary(doctor));
    var egress =
        all.add(
            doctor.list(
                "egress",
                ValueType.RANGE,
                "The gateway's own addresses as Auth0 sees them; those found in the log are"
                    + " added."));
    var loginsPerSecond =
        all.add(
            doctor.optional(
                "logins-per-second",
                ValueType.number(1, 100_000),
                "The peak traffic, to be compared with the tenant's rate limit."));
    var lookBack =
        all.add(
            doctor.withDefault(
                "look-back",
                ValueType.duration(Duration.ofMinutes(1), Duration.ofDays(30)),
                "24h",
                "How far back the doctor reads the tenant's log."));
    var watch = all.add(watch(doctor));
    var every =
        all.add(
            doctor.optional(
                "every",
                ValueType.duration(Duration.ofMinutes(1), Duration.ofDays(7)),
                "How often a running gateway runs the doctor, without a canary login, for /doctor"
                    + " on the admin listener. Not set: never."));
    var accepted = all.add(AcceptedRisk.readAll(doctor));
    return all.check(
        () -> {
          Option<SettingsProblem> address =
              canary
                  .get()
                  .flatMap(
                      it ->
                          clientIps
                              .toOption()
                              .flatMap(
                                  listeners ->
                                      unlikeUsers(
                                          doctor.section("canary"),
                                          it.address().value(),
                                          listeners.values().map(ClientIp::policy),
                                          IpRangeSet.of(egress.get()))));
          if (address.isDefined()) {
            return Validation.invalid(address.toVector());
          }
          // Polling and the page need access to the log.
          boolean polls = watch.get() instanceof Watch.Poll;
          return management.get().isEmpty() && (polls || every.get().isDefined())
              ? doctor.invalid(
                  polls ? "watch" : "every",
                  "needs the Management API",
                  "set management.client-id and management.client-secret")
              : Validation.valid(
                  Accumulator.with(
                      DoctorSettings.NONE
                          .withManagement(management.get())
                          .withCanary(canary.get())
                          .withEgress(IpRangeSet.of(egress.get()))
                          .withLoginsPerSecond(loginsPerSecond.get())
                          .withLookBack(lookBack.get())
                          .withWatch(watch.get())
                          .withAccepted(accepted.get()),
                      every.get(),
                      DoctorSettings::withEvery));
        });
  }

  private static Validation<Seq<SettingsProblem>, Watch> watch(Section doctor) {
    Accumulator all = new Accumulator();
    var mode =
        all.add(
            doctor.withDefault(
                "watch",
                ValueType.oneOf(WatchMode.class, '-'),
                "off",
                "Whether a running gateway compares what it sent with what the tenant logged, and"
                    + " how it gets the log: it polls the Management API, or a log stream delivers"
                    + " to /auth0/logs."));
    var interval =
        all.add(
            doctor.withDefault(
                "watch-interval",
                ValueType.duration(SECOND, Duration.ofMinutes(10)),
                "15s",
                "With poll: how often the log is read."));
    var token =
        all.add(
            doctor.optional(
                "watch-token",
                ValueType.secret(OriginSecret::new),
                "With stream: the value of the log stream's Authorization header, 16"
                    + " characters or more."));
    return all.check(
        () ->
            switch (mode.get()) {
              case OFF -> Validation.valid(new Watch.Off());
              case POLL -> Validation.valid(new Watch.Poll(interval.get()));
              case STREAM ->
                  doctor
                      .present(
                          "watch-token",
                          token.get(),
                          "doctor.watch is stream",
                          "set it, and the log stream's Authorization Token to the same")
                      .map(Watch.Stream::new);
            });
  }

  private static Validation<Seq<SettingsProblem>, Option<CanaryUser>> canary(Section doctor) {
    Section canary = doctor.section("canary");
    Accumulator all = new Accumulator();
    var username =
        all.add(
            canary.optional(
                "username",
                ValueType.IDENTIFIER,
                "A test user whose login proves that the address arrives, spelled as in the"
                    + " tenant's log."));
    var password =
        all.add(canary.optional("password", ValueType.PASSWORD, "The test user's password."));
    var address =
        all.add(
            canary.optional(
                "address",
                ValueType.ADDRESS,
                "The address that the test user states: a public address of yours that is neither"
                    + " the gateway's nor a proxy's."));
    var logWait =
        all.add(
            doctor.withDefault(
                "log-wait",
                ValueType.duration(SECOND, Duration.ofMinutes(30)),
                "2m",
                "How long to wait for the test user's login in the tenant's log."));
    return all.check(
        () -> {
          if (username.get().isEmpty() && password.get().isEmpty() && address.get().isEmpty()) {
            return Validation.valid(Option.none());
          }
          if (username.get().isEmpty() || password.get().isEmpty() || address.get().isEmpty()) {
            return incomplete(canary, "username", "password and address");
          }
          return stated(address.get().get())
              .fold(
                  () ->
                      canary.invalid(
                          "address", "no host can have it", "set an address of your own"),
                  client ->
                      Validation.valid(
                          Option.of(
                              new CanaryUser(
                                  new Credentials(username.get().get(), password.get().get()),
                                  client,
                                  logWait.get()))));
        });
  }

  /** An address that the log's checks would take for a fault of the gateway's. */
  private static Option<SettingsProblem> unlikeUsers(
      Section canary, IpAddress address, Seq<ClientAddressPolicy> listeners, IpRangeSet egress) {
    if (egress.contains(address)) {
      return Option.of(
          canary.problem(
              "address",
              address + " is the gateway's own, by doctor.egress",
              "set an address of yours that is not the gateway's"));
    }
    if (listeners.exists(it -> it.trustedProxies().contains(address))) {
      return Option.of(
          canary.problem(
              "address",
              address + " is one of client-ip.trusted-proxies",
              "set an address of yours that is no proxy's"));
    }
    return Option.when(
        listeners.forAll(it -> stated(address, it.privateResult()).isEmpty()),
        () ->
            canary.problem(
                "address",
                address + " is a reserved address, which no end user has",
                "set a public address of yours, or allow it in client-ip.private-result if your"
                    + " users have such addresses"));
  }

  /** The address of a client that connects directly from there. */
  static Option<ClientAddress> stated(IpAddress address) {
    return stated(address, new PrivateResult.Allow());
  }

  private static Option<ClientAddress> stated(IpAddress address, PrivateResult reserved) {
    AddressResolver direct =
        new AddressResolver(ClientAddressPolicy.direct().withPrivateResult(reserved));
    return direct.resolve(RequestOrigin.of(new Peer.Inet(address), RequestOrigin.HeaderLines.NONE))
            instanceof AddressResolution.Resolved(var client, var via)
        ? Option.of(client)
        : Option.none();
  }

  /** Some of the keys that belong together are missing. */
  static <T> Validation<Seq<SettingsProblem>, T> incomplete(
      Section section, String key, String others) {
    return section.invalid(
        key, "belongs with " + others, "set all of " + section.path(key) + ", " + others);
  }
}
