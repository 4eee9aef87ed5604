package dev.portcullis.bootstrap.settings;

import ch.qos.logback.classic.Level;
import dev.portcullis.adapters.auth0.Auth0Settings;
import dev.portcullis.adapters.auth0.Auth0Transport;
import dev.portcullis.adapters.auth0.ClientAuthentication;
import dev.portcullis.adapters.auth0.ClientSecret;
import dev.portcullis.adapters.http.AddressSettings;
import dev.portcullis.adapters.http.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.HttpSettings;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** Reads {@code portcullis.yaml}: the settings, or every problem of the file at once. */
public final class SettingsReader {

  private static final Duration MILLI = Duration.ofMillis(1);

  private SettingsReader() {}

  /** Reads a file, with the variables of the environment laid over it. */
  public static Validation<Seq<SettingsProblem>, Settings> read(
      Path file, java.util.Map<String, String> environment) {
    String name = file.toString();
    try {
      String yaml = Files.readString(file, StandardCharsets.UTF_8);
      Path directory = file.toAbsolutePath().getParent();
      return read(
          name, directory == null ? Path.of(".") : directory, yaml, HashMap.ofAll(environment));
    } catch (NoSuchFileException e) {
      return unreadable(name, "no such file", "name an existing file with --config FILE");
    } catch (MalformedInputException e) {
      return unreadable(name, "not UTF-8", "save the file as UTF-8 text");
    } catch (IOException e) {
      return unreadable(name, "cannot be read", "check that it is a file this user may read");
    }
  }

  private static Validation<Seq<SettingsProblem>, Settings> unreadable(
      String name, String problem, String mend) {
    return Validation.invalid(Vector.of(new SettingsProblem("", name, problem, mend)));
  }

  static Validation<Seq<SettingsProblem>, Settings> read(
      String name, Path directory, String yaml, Map<String, String> environment) {
    return SettingsDocument.read(name, directory, yaml, new Environment(environment))
        .flatMap(
            document -> {
              Validation<Seq<SettingsProblem>, Settings> settings =
                  settings(new Section(document, ""));
              Seq<SettingsProblem> unknown = document.unknown();
              if (unknown.isEmpty()) {
                return settings;
              }
              return Validation.invalid(
                  settings.isInvalid() ? settings.getError().appendAll(unknown) : unknown);
            });
  }

  /** Every key there is, in the order of the documentation. */
  public static Seq<Setting> known() {
    return SettingsDocument.read("", Path.of("."), "", new Environment(HashMap.empty()))
        .map(
            document -> {
              var unused = settings(new Section(document, ""));
              return document.known();
            })
        .getOrElseThrow(() -> new AssertionError("an empty document"));
  }

  private static Validation<Seq<SettingsProblem>, Settings> settings(Section root) {
    return flat(
        Validation.combine(
                http(root.section("listen")),
                clientAddress(root.section("client-ip")),
                auth0(root.section("auth0")),
                passwordReset(root.section("password-reset")),
                log(root.section("log")))
            .ap(SettingsReader::assemble));
  }

  private static Validation<Seq<SettingsProblem>, Function<ClientAddressPolicy, HttpSettings>> http(
      Section listen) {
    return flat(
        Validation.combine(
                listen.withDefault(
                    "users",
                    ValueType.LISTENER,
                    "0.0.0.0:8080",
                    "Where front ends, or the proxy before them, connect."),
                listen.withDefault(
                    "operators",
                    ValueType.LISTENER,
                    "127.0.0.1:9090",
                    "Where /health/live, /health/ready and /metrics are; keep it from the public."),
                listen.withDefault(
                    "drain",
                    ValueType.duration(Duration.ZERO, Duration.ofMinutes(5)),
                    "15s",
                    "How long a stop waits for logins under way; longer than auth0.total-timeout."),
                listen.withDefault(
                    "idle",
                    ValueType.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                    "75s",
                    "How long a connection may stay silent; longer than the proxy's own"
                        + " keep-alive."))
            .ap(
                (users, operators, drain, idle) ->
                    policy ->
                        new HttpSettings(
                            Vector.of(
                                new HttpSettings.UserListener(
                                    "users",
                                    users,
                                    new AddressSettings(
                                        policy, "start", TraceMode.OFF, Option.none()))),
                            operators,
                            drain,
                            idle)));
  }

  private static Validation<Seq<SettingsProblem>, ClientAddressPolicy> clientAddress(
      Section clientIp) {
    return flat(Validation.combine(
                clientIp.list(
                    "trusted-proxies",
                    ValueType.RANGE,
                    "The proxies that append to X-Forwarded-For; the rightmost entry that is none"
                        + " of them is the end user."),
                clientIp.withDefault(
                    "direct-access",
                    ValueType.oneOf(DirectAccess.class, '-'),
                    "reject",
                    "What a connection from anywhere else means: refuse it, or take its peer for"
                        + " the end user without reading any header."),
                clientIp
                    .section("private-result")
                    .list(
                        "allow",
                        ValueType.RANGE,
                        "Private or otherwise reserved ranges that are end users here, as on an"
                            + " intranet; any other reserved address is refused."))
            .ap(
                (Seq<IpRange> proxies, DirectAccess direct, Seq<IpRange> reserved) ->
                    ClientAddressPolicy.behind(IpRangeSet.of(proxies))
                        .withDirectAccess(direct)
                        .withPrivateResult(new PrivateResult.AllowOnly(IpRangeSet.of(reserved)))))
        .flatMap(SettingsReader::reachable);
  }

  /** With neither a proxy nor direct access every login would be refused. */
  private static Validation<Seq<SettingsProblem>, ClientAddressPolicy> reachable(
      ClientAddressPolicy policy) {
    boolean nobody =
        policy.trustedProxies().isEmpty() && policy.directAccess() == DirectAccess.REJECT;
    return nobody
        ? Validation.invalid(
            Vector.of(
                new SettingsProblem(
                    "client-ip.trusted-proxies",
                    "settings",
                    "empty while client-ip.direct-access is reject, so every login would be"
                        + " refused",
                    "list the addresses of the proxies before the gateway; or, if users connect to"
                        + " it directly, set client-ip.direct-access: allow")))
        : Validation.valid(policy);
  }

  private static Validation<Seq<SettingsProblem>, Auth0> auth0(Section auth0) {
    return flat(
        Validation.combine(
                auth0.required(
                    "domain",
                    ValueType.TENANT,
                    "The tenant's domain, such as example.eu.auth0.com or your custom domain."),
                auth0.required("client-id", ValueType.TEXT, "The application's Client ID."),
                auth0.required(
                    "client-secret",
                    ValueType.secret(ClientSecret::new),
                    "The application's Client Secret: ${NAME} of an environment variable,"
                        + " file:PATH, or the secret itself."),
                auth0.withDefault(
                    "authentication-method",
                    ValueType.oneOf(ClientAuthentication.class, '_'),
                    "client_secret_post",
                    "How the application authenticates; no other method carries the end user's"
                        + " address."),
                auth0.optional(
                    "realm",
                    ValueType.TEXT,
                    "The connection to log in to; without it the tenant's Default Directory."),
                auth0.optional(
                    "audience", ValueType.TEXT, "The API that access tokens are asked for."),
                auth0.optional(
                    "scope",
                    ValueType.TEXT,
                    "The scopes asked for, separated by blanks; without it Auth0 grants every scope"
                        + " of the audience."),
                transport(auth0))
            .ap(Auth0::new));
  }

  private static Validation<Seq<SettingsProblem>, Auth0Transport> transport(Section auth0) {
    Duration most = Duration.ofMinutes(1);
    return flat(Validation.combine(
                auth0.withDefault(
                    "connect-timeout",
                    ValueType.duration(MILLI, most),
                    "2s",
                    "How long name look-up, and connecting with its TLS handshake, may each take."),
                auth0.withDefault(
                    "total-timeout",
                    ValueType.duration(MILLI, most),
                    "10s",
                    "How long a login may take in all; then the caller is told that there was no"
                        + " answer."),
                auth0.withDefault(
                    "max-connections",
                    ValueType.number(1, 10_000),
                    "64",
                    "Open connections to Auth0, and so logins under way at a time."),
                auth0.withDefault(
                    "idle-timeout",
                    ValueType.duration(MILLI, Duration.ofMinutes(10)),
                    "30s",
                    "How long an unused connection to Auth0 is kept."))
            .ap(Timeouts::new))
        .flatMap(
            it ->
                it.connect().compareTo(it.total()) <= 0
                    ? Validation.valid(
                        new Auth0Transport(
                            it.connect(), it.total(), it.maxConnections(), it.idle()))
                    : Validation.invalid(
                        Vector.of(
                            new SettingsProblem(
                                "auth0.connect-timeout",
                                "settings",
                                "longer than auth0.total-timeout",
                                "make it the shorter of the two"))));
  }

  private static Validation<Seq<SettingsProblem>, ResetSettings> passwordReset(Section reset) {
    return flat(Validation.combine(
                reset.withDefault(
                    "method",
                    ValueType.oneOf(ResetMethod.class, '-'),
                    "email",
                    "What starts when a leaked password is used: Auth0 mails a reset link, or"
                        + " your own page takes over."),
                reset.withDefault(
                    "connection",
                    ValueType.TEXT,
                    "Username-Password-Authentication",
                    "With email: the database connection of the users."),
                reset.optional(
                    "page",
                    ValueType.WEB_PAGE,
                    "With hand-off: the page where the user starts the reset."))
            .ap(Reset::new))
        .flatMap(
            it ->
                switch (it.method()) {
                  case EMAIL -> Validation.valid(new ResetSettings.ByEmail(it.connection()));
                  case HAND_OFF ->
                      it.page()
                          .<ResetSettings>map(ResetSettings.HandOff::new)
                          .toValidation(
                              () ->
                                  Vector.of(
                                      new SettingsProblem(
                                          "password-reset.page",
                                          "settings",
                                          "missing while password-reset.method is hand-off",
                                          "set it to the URL of your reset page")));
                });
  }

  private static Validation<Seq<SettingsProblem>, Settings.Log> log(Section log) {
    return flat(
        Validation.combine(
                log.withDefault(
                    "format",
                    ValueType.oneOf(LogSetup.Format.class, '-'),
                    "auto",
                    "How the log is written to standard error; auto is text on a terminal and JSON"
                        + " elsewhere."),
                log.withDefault(
                    "level",
                    ValueType.oneOf(LogLevel.class, '-'),
                    "info",
                    "The least level that is written."))
            .ap((format, level) -> new Settings.Log(format, level.logback())));
  }

  private static Settings assemble(
      Function<ClientAddressPolicy, HttpSettings> http,
      ClientAddressPolicy clientAddress,
      Auth0 auth0,
      ResetSettings reset,
      Settings.Log log) {
    Option<String> resetConnection =
        switch (reset) {
          case ResetSettings.ByEmail(var connection) -> Option.of(connection);
          case ResetSettings.HandOff(var page) -> Option.none();
        };
    return new Settings(
        http.apply(clientAddress),
        new Auth0Settings(
            auth0.tenant(),
            auth0.clientId(),
            auth0.clientSecret(),
            auth0.method(),
            auth0.realm(),
            auth0.audience(),
            auth0.scope(),
            resetConnection,
            auth0.transport()),
        reset,
        log);
  }

  private record Auth0(
      URI tenant,
      String clientId,
      ClientSecret clientSecret,
      ClientAuthentication method,
      Option<String> realm,
      Option<String> audience,
      Option<String> scope,
      Auth0Transport transport) {}

  private record Timeouts(Duration connect, Duration total, int maxConnections, Duration idle) {}

  private record Reset(ResetMethod method, String connection, Option<String> page) {}

  private enum ResetMethod {
    EMAIL,
    HAND_OFF
  }

  private enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    Level logback() {
      return Level.toLevel(name());
    }
  }

  private static <T> Validation<Seq<SettingsProblem>, T> flat(
      Validation<Seq<Seq<SettingsProblem>>, T> nested) {
    return nested.mapError(problems -> problems.flatMap(each -> each));
  }
}
