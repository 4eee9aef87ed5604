package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.bootstrap.settings.DoctorSettings.CanaryUser;
import dev.portcullis.bootstrap.settings.DoctorSettings.Watch;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.OriginSecret;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.Password;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Reads {@code management} and {@code doctor}. */
final class DoctorReader {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Section management;
  private final Section doctor;

  DoctorReader(Section root) {
    this.management = root.section("management");
    this.doctor = root.section("doctor");
  }

  /** Settings that still have to be told the tenant. */
  @FunctionalInterface
  interface ForTenant {
    DoctorSettings of(Auth0Settings auth0, Map<String, Path> secretFiles);
  }

  Validation<Seq<SettingsProblem>, ForTenant> read() {
    return SettingsReader.flat(
            Validation.combine(
                    management(),
                    canary(),
                    doctor.list(
                        "egress",
                        ValueType.RANGE,
                        "The gateway's own addresses as Auth0 sees them; what the log tells is"
                            + " added."),
                    doctor.optional(
                        "logins-per-second",
                        ValueType.number(1, 100_000),
                        "The traffic at its peak, to be compared with the tenant's rate limit."),
                    doctor.withDefault(
                        "look-back",
                        ValueType.duration(Duration.ofMinutes(1), Duration.ofDays(30)),
                        "24h",
                        "How far back the doctor reads the tenant's log."),
                    watch(),
                    doctor.optional(
                        "every",
                        ValueType.duration(Duration.ofMinutes(1), Duration.ofDays(7)),
                        "How often a running gateway consults the doctor, without a canary login,"
                            + " for /doctor on the operators' listener; without it never."))
                .ap(Parts::new))
        .flatMap(this::withAccess);
  }

  private record Parts(
      Option<Access> access,
      Option<CanaryUser> canary,
      Seq<IpRange> egress,
      Option<Integer> loginsPerSecond,
      Duration lookBack,
      Watch watch,
      Option<Duration> every) {

    DoctorSettings settings(Auth0Settings auth0, Map<String, Path> secretFiles) {
      return new DoctorSettings(
          access.map(it -> it.settings(auth0)),
          canary,
          IpRangeSet.of(egress),
          loginsPerSecond,
          lookBack,
          watch,
          every,
          secretFiles);
    }
  }

  /** To poll, and for the page, the log has to be read. */
  private Validation<Seq<SettingsProblem>, ForTenant> withAccess(Parts parts) {
    boolean polls = parts.watch() instanceof Watch.Poll;
    return parts.access().isEmpty() && (polls || parts.every().isDefined())
        ? doctor.invalid(
            polls ? "watch" : "every",
            "needs the Management API",
            "set management.client-id and management.client-secret")
        : Validation.valid(parts::settings);
  }

  private Validation<Seq<SettingsProblem>, Watch> watch() {
    return SettingsReader.flat(
            Validation.combine(
                    doctor.withDefault(
                        "watch",
                        ValueType.oneOf(WatchMode.class, '-'),
                        "off",
                        "Whether a running gateway compares what it sent with what the tenant"
                            + " logged, and how it learns that: it polls the Management API, or a"
                            + " log stream delivers to /auth0/logs."),
                    doctor.withDefault(
                        "watch-interval",
                        ValueType.duration(SECOND, Duration.ofMinutes(10)),
                        "15s",
                        "With poll: how often."),
                    doctor.optional(
                        "watch-token",
                        ValueType.secret(OriginSecret::new),
                        "With stream: what the log stream's Authorization header has to be, 16"
                            + " characters or more."))
                .ap(Watched::new))
        .flatMap(
            it ->
                switch (it.mode()) {
                  case OFF -> Validation.valid(new Watch.Off());
                  case POLL -> Validation.valid(new Watch.Poll(it.interval()));
                  case STREAM ->
                      it.token()
                          .fold(
                              () ->
                                  doctor.invalid(
                                      "watch-token",
                                      "missing while doctor.watch is stream",
                                      "set it, and the same in the log stream's Authorization"
                                          + " Token"),
                              token -> Validation.valid(new Watch.Stream(token)));
                });
  }

  private record Watched(WatchMode mode, Duration interval, Option<OriginSecret> token) {}

  private enum WatchMode {
    OFF,
    POLL,
    STREAM
  }

  private record Access(
      String clientId, ClientSecret secret, Option<URI> domain, Option<String> audience) {

    ManagementSettings settings(Auth0Settings auth0) {
      URI tenant = domain.getOrElse(auth0.tenant());
      return new ManagementSettings(
          tenant,
          clientId,
          secret,
          audience.getOrElse(() -> tenant.resolve("/api/v2/").toString()),
          auth0.transport());
    }
  }

  private Validation<Seq<SettingsProblem>, Option<Access>> management() {
    return SettingsReader.flat(
            Validation.combine(
                    management.optional(
                        "client-id",
                        ValueType.TEXT,
                        "The Client ID of a machine-to-machine application that may use the"
                            + " Management API; without it the doctor sees neither settings nor"
                            + " log."),
                    management.optional(
                        "client-secret",
                        ValueType.secret(ClientSecret::new),
                        "Its Client Secret, written as auth0.client-secret."),
                    management.optional(
                        "domain",
                        ValueType.TENANT,
                        "The tenant's own domain, if auth0.domain is a custom one."),
                    management.optional(
                        "audience",
                        ValueType.TEXT,
                        "The Management API's identifier, if not https://DOMAIN/api/v2/."))
                .ap(Written::new))
        .flatMap(
            it -> {
              if (it.clientId().isEmpty() && it.secret().isEmpty()) {
                return Validation.valid(Option.none());
              }
              return it.clientId()
                  .flatMap(
                      id ->
                          it.secret()
                              .map(
                                  secret ->
                                      Option.of(
                                          new Access(id, secret, it.domain(), it.audience()))))
                  .fold(
                      () -> incomplete(management, "client-id", "client-secret"),
                      Validation::valid);
            });
  }

  private record Written(
      Option<String> clientId,
      Option<ClientSecret> secret,
      Option<URI> domain,
      Option<String> audience) {}

  private Validation<Seq<SettingsProblem>, Option<CanaryUser>> canary() {
    Section canary = doctor.section("canary");
    return SettingsReader.flat(
            Validation.combine(
                    canary.optional(
                        "username",
                        ValueType.IDENTIFIER,
                        "A test user whose login proves that the address arrives, named as the"
                            + " tenant's log names it."),
                    canary.optional("password", ValueType.PASSWORD, "The test user's password."),
                    canary.optional(
                        "address",
                        ValueType.ADDRESS,
                        "Where the test user says to be: an address of yours that is not the"
                            + " gateway's."),
                    doctor.withDefault(
                        "log-wait",
                        ValueType.duration(SECOND, Duration.ofMinutes(30)),
                        "2m",
                        "How long the tenant's log may take to tell of the test user's login."))
                .ap(Test::new))
        .flatMap(
            it -> {
              if (it.username().isEmpty() && it.password().isEmpty() && it.address().isEmpty()) {
                return Validation.valid(Option.none());
              }
              if (it.username().isEmpty() || it.password().isEmpty() || it.address().isEmpty()) {
                return incomplete(canary, "username", "password and address");
              }
              return stated(it.address().get())
                  .fold(
                      () ->
                          canary.invalid(
                              "address", "no host has it", "name an address of your own"),
                      address ->
                          Validation.valid(
                              Option.of(
                                  new CanaryUser(
                                      new Credentials(it.username().get(), it.password().get()),
                                      address,
                                      it.logWait()))));
            });
  }

  /** The address of somebody who connects directly from there. */
  static Option<ClientAddress> stated(IpAddress address) {
    AddressResolver direct =
        new AddressResolver(
            ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()));
    return direct.resolve(RequestOrigin.of(new Peer.Inet(address), RequestOrigin.HeaderLines.NONE))
            instanceof AddressResolution.Resolved(var client, var via)
        ? Option.of(client)
        : Option.none();
  }

  private record Test(
      Option<LoginIdentifier> username,
      Option<Password> password,
      Option<IpAddress> address,
      Duration logWait) {}

  private static <T> Validation<Seq<SettingsProblem>, T> incomplete(
      Section section, String key, String others) {
    return section.invalid(
        key, "belongs with " + others, "set all of " + section.path(key) + ", " + others);
  }
}
