package dev.portcullis.bootstrap.settings;

import ch.qos.logback.classic.Level;
import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.server.HttpSettings;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.adapters.webhook.WebhookSecret;
import dev.portcullis.adapters.webhook.WebhookSettings;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings.HashKey;
import dev.portcullis.bootstrap.settings.Settings.Identifiers;
import dev.portcullis.bootstrap.settings.Settings.ResetLimits;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.domain.address.PolicyLint;
import io.vavr.Tuple;
import io.vavr.collection.HashMap;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Reads {@code portcullis.yaml}: the settings, or every problem of the file at once. */
public final class SettingsReader {

  static final String USERS = "users";

  private static final String CLIENT_IP = "client-ip";
  private static final String LISTENERS = "listeners";
  private static final Seq<String> RESERVED = Vector.of(USERS, "operators");
  private static final Duration MILLI = Duration.ofMillis(1);

  private SettingsReader() {}

  /** Reads a file, with the variables of the environment laid over it. */
  public static Validation<Seq<SettingsProblem>, Settings> read(
      Path file, java.util.Map<String, String> environment) {
    return SettingsSource.load(file, environment).flatMap(SettingsReader::read);
  }

  /** Reads what has been loaded; files that it refers to are read anew. */
  public static Validation<Seq<SettingsProblem>, Settings> read(SettingsSource source) {
    return document(source)
        .flatMap(
            document -> {
              Validation<Seq<SettingsProblem>, Settings> settings =
                  everything(new Section(document, ""));
              Seq<SettingsProblem> unknown = document.unknown();
              if (unknown.isEmpty()) {
                return settings;
              }
              return Validation.invalid(
                  settings.isInvalid() ? settings.getError().appendAll(unknown) : unknown);
            });
  }

  /**
   * Reads the client-ip settings of one listener alone, with some of its keys replaced, and without
   * the lint.
   *
   * @param listener {@code users}, or the name of another in the file
   * @param replacing client-ip keys as a YAML or JSON mapping
   */
  public static Validation<Seq<SettingsProblem>, ClientIp> readClientIp(
      SettingsSource source, String listener, Option<String> replacing) {
    String path = listener.equals(USERS) ? CLIENT_IP : LISTENERS + "." + listener + "." + CLIENT_IP;
    return document(source)
        .flatMap(
            document ->
                !listener.equals(USERS) && !document.children(LISTENERS).contains(listener)
                    ? new Section(document, LISTENERS)
                        .invalid(listener, "no such listener", "name one of the settings file")
                    : replacing.fold(
                        () -> Validation.valid(document),
                        yaml -> document.replacing(path, "settings", yaml)))
        .flatMap(
            document -> {
              Validation<Seq<SettingsProblem>, ClientIp> read =
                  new ClientIpReader(new Section(document, path)).read();
              Seq<SettingsProblem> unknown =
                  document.unknown().filter(problem -> problem.key().startsWith(path + "."));
              if (unknown.isEmpty()) {
                return read;
              }
              return Validation.invalid(
                  read.isInvalid() ? read.getError().appendAll(unknown) : unknown);
            });
  }

  /** Everything that the lint says of these settings, errors first, and their own warnings. */
  public static Seq<SettingsProblem> findings(ClientIp clientIp) {
    return PolicyLint.of(clientIp.policy(), Auth0Client.OWN_HEADERS)
        .sortBy(PolicyLint.Finding::severity)
        .map(
            finding ->
                new SettingsProblem(
                    CLIENT_IP + "." + finding.key(),
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    finding.problem(),
                    finding.remedy()))
        .appendAll(clientIp.warnings());
  }

  private static Validation<Seq<SettingsProblem>, SettingsDocument> document(
      SettingsSource source) {
    return SettingsDocument.read(
        source.name(), source.directory(), source.yaml(), new Environment(source.environment()));
  }

  /** Every key there is, in the order of the documentation. */
  public static Seq<Setting> known() {
    return SettingsDocument.read("", Path.of("."), "", new Environment(HashMap.empty()))
        .map(
            document -> {
              var unused = everything(new Section(document, ""));
              return document.listed();
            })
        .getOrElseThrow(() -> new AssertionError("an empty document"));
  }

  private static Validation<Seq<SettingsProblem>, Settings> settings(Section root) {
    return flat(Validation.combine(
                listeners(root),
                auth0(root.section("auth0")),
                passwordReset(root.section("password-reset")),
                choices(root.section("callers").section("may-choose")),
                new DoctorReader(root).read(),
                log(root.section("log")))
            .ap(
                (listening, auth0, reset, choices, doctor, log) ->
                    assemble(listening, auth0, reset, choices, doctor, log, root.secretFiles())))
        .flatMap(SettingsReader::drained);
  }

  private static Validation<Seq<SettingsProblem>, Settings> everything(Section root) {
    return flat(Validation.combine(settings(root), PagesReader.read(root)).ap(Settings::withPages));
  }

  /** A stop that does not wait for the slowest login would cut it off. */
  private static Validation<Seq<SettingsProblem>, Settings> drained(Settings settings) {
    Duration slowest = settings.auth0().transport().callTimeout().multipliedBy(2);
    return settings.http().drain().compareTo(slowest) >= 0
        ? Validation.valid(settings)
        : Validation.invalid(
            Vector.of(
                new SettingsProblem(
                    "listen.drain",
                    "settings",
                    "shorter than twice auth0.total-timeout, so a stop could cut off a login",
                    "make it at least "
                        + slowest.toSeconds()
                        + "s, or auth0.total-timeout"
                        + " shorter")));
  }

  private record Listening(HttpSettings http, Map<String, ClientIp> clientIps) {}

  private record Named(String name, Listener where, ClientIp clientIp) {}

  private static Validation<Seq<SettingsProblem>, Listening> listeners(Section root) {
    Section listen = root.section("listen");
    var first =
        flat(
            Validation.combine(
                    listen.withDefault(
                        USERS,
                        ValueType.LISTENER,
                        "0.0.0.0:8080",
                        "Where front ends, or the proxy before them, connect."),
                    new ClientIpReader(root.section(CLIENT_IP)).readAndLint())
                .ap((where, clientIp) -> new Named(USERS, where, clientIp)));
    return flat(
        Validation.combine(
                first,
                further(root.section(LISTENERS)),
                listen.withDefault(
                    "operators",
                    ValueType.LISTENER,
                    "127.0.0.1:9090",
                    "Where /health/live, /health/ready and /metrics are; keep it from the public."),
                listen.withDefault(
                    "drain",
                    ValueType.duration(Duration.ZERO, Duration.ofMinutes(5)),
                    "25s",
                    "How long a stop waits for logins under way; at least twice"
                        + " auth0.total-timeout, because a leaked password makes two calls."),
                listen.withDefault(
                    "idle",
                    ValueType.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                    "75s",
                    "How long a connection may stay silent; longer than the proxy's own"
                        + " keep-alive."))
            .ap(
                (users, others, operators, drain, idle) -> {
                  Seq<Named> all = Vector.of(users).appendAll(others);
                  return new Listening(
                      new HttpSettings(
                          all.map(
                              it ->
                                  new UserListener(
                                      it.name(), it.where(), it.clientIp().addressSettings())),
                          operators,
                          drain,
                          idle),
                      LinkedHashMap.ofEntries(all.map(it -> Tuple.of(it.name(), it.clientIp()))));
                }));
  }

  /** {@code listeners.NAME.listen} and {@code listeners.NAME.client-ip}. */
  private static Validation<Seq<SettingsProblem>, Seq<Named>> further(Section listeners) {
    return Validation.sequence(
            listeners
                .children()
                .map(
                    name -> {
                      Section one = listeners.section(name).undocumented();
                      if (!name.matches("[a-z0-9-]{1,32}") || RESERVED.contains(name)) {
                        return listeners.<Named>invalid(
                            name, "not a name for a listener", "use a-z, 0-9 and -, at most 32");
                      }
                      return flat(
                          Validation.combine(
                                  one.required("listen", ValueType.LISTENER, "Where it listens."),
                                  new ClientIpReader(one.section(CLIENT_IP)).readAndLint())
                              .ap((where, clientIp) -> new Named(name, where, clientIp)));
                    }))
        .map(named -> named);
  }

  static <T> Validation<Seq<SettingsProblem>, T> flat(
      Validation<Seq<Seq<SettingsProblem>>, T> nested) {
    return nested.mapError(problems -> problems.flatMap(each -> each));
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

  private static Validation<Seq<SettingsProblem>, Resetting> passwordReset(Section reset) {
    return flat(Validation.combine(
                reset.withDefault(
                    "method",
                    ValueType.oneOf(ResetMethod.class, '-'),
                    "email",
                    "How a password is reset, be it leaked or forgotten: Auth0 mails a link, your"
                        + " own mailer delivers a ticket of the Management API, or your own page"
                        + " takes over."),
                reset.withDefault(
                    "connection",
                    ValueType.TEXT,
                    "Username-Password-Authentication",
                    "With email and ticket: the database connection of the users."),
                reset.optional(
                    "page",
                    ValueType.WEB_PAGE,
                    "With hand-off: the page where the user starts the reset."),
                ticket(reset.section("ticket")),
                delivery(reset.section("delivery")),
                limits(reset.section("limit")))
            .ap(Reset::new))
        .flatMap(
            it ->
                (switch (it.method()) {
                      case EMAIL ->
                          Validation.<Seq<SettingsProblem>, ResetChoice>valid(
                              new ResetChoice.ByEmail(it.connection()));
                      case TICKET -> byTicket(it);
                      case HAND_OFF ->
                          it.page()
                              .<ResetChoice>map(ResetChoice.HandOff::new)
                              .toValidation(
                                  () -> missing("page", "hand-off", "the URL of your reset page"));
                    })
                    .map(choice -> new Resetting(choice, it.limits())));
  }

  private static Validation<Seq<SettingsProblem>, ResetChoice> byTicket(Reset reset) {
    Ticket ticket = reset.ticket();
    return flat(
        Validation.combine(
                ticket
                    .clientId()
                    .toValidation(
                        () ->
                            missing("ticket.client-id", "ticket", "that application's Client ID")),
                ticket
                    .clientSecret()
                    .toValidation(
                        () ->
                            missing(
                                "ticket.client-secret",
                                "ticket",
                                "that application's Client Secret")),
                reset
                    .delivery()
                    .url()
                    .toValidation(
                        () -> missing("delivery.url", "ticket", "the URL of your mailer's hook")),
                reset
                    .delivery()
                    .secret()
                    .toValidation(
                        () -> missing("delivery.secret", "ticket", "what the mailer knows too")))
            .ap(
                (clientId, clientSecret, url, secret) ->
                    new ResetChoice.ByTicket(
                        reset.connection(),
                        clientId,
                        clientSecret,
                        ticket.audience(),
                        ticket.lifetime(),
                        new WebhookSettings(url, secret, reset.delivery().timeout()))));
  }

  private static Seq<SettingsProblem> missing(String key, String method, String what) {
    return Vector.of(
        new SettingsProblem(
            "password-reset." + key,
            "settings",
            "missing while password-reset.method is " + method,
            "set it to " + what));
  }

  private static Validation<Seq<SettingsProblem>, Ticket> ticket(Section ticket) {
    return flat(
        Validation.combine(
                ticket.optional(
                    "client-id",
                    ValueType.TEXT,
                    "With ticket: the Client ID of a machine-to-machine application of its own,"
                        + " authorised for read:users and create:user_tickets of the Management"
                        + " API."),
                ticket.optional(
                    "client-secret", ValueType.secret(ClientSecret::new), "Its Client Secret."),
                ticket.optional(
                    "audience",
                    ValueType.TEXT,
                    "The Management API's identifier; without it https://DOMAIN/api/v2/ of"
                        + " auth0.domain, which is not right for a custom domain."),
                ticket.withDefault(
                    "lifetime",
                    ValueType.duration(Duration.ofMinutes(1), Duration.ofDays(5)),
                    "1h",
                    "How long a link is good."))
            .ap(Ticket::new));
  }

  private static Validation<Seq<SettingsProblem>, Delivery> delivery(Section delivery) {
    return flat(
        Validation.combine(
                delivery.optional(
                    "url",
                    ValueType.HOOK,
                    "With ticket: where your mailer takes links to deliver."),
                delivery.optional(
                    "secret",
                    ValueType.secret(
                        WebhookSecret::new,
                        WebhookSecret.LEAST_LENGTH + " printable characters or more"),
                    "The secret shared with it, 32 characters or more; signs what is posted"
                        + " there."),
                delivery.withDefault(
                    "timeout",
                    ValueType.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
                    "5s",
                    "How long it may take to take a link."))
            .ap(Delivery::new));
  }

  private static Validation<Seq<SettingsProblem>, ResetLimits> limits(Section limit) {
    return flat(
        Validation.combine(
                limit.withDefault(
                    "per-user",
                    ValueType.number(1, 1000),
                    "3",
                    "Resets started for one user in a window."),
                limit.withDefault(
                    "per-address",
                    ValueType.number(1, 100_000),
                    "20",
                    "Resets started from one address, or one IPv6 /64, in a window."),
                limit.withDefault(
                    "window",
                    ValueType.duration(Duration.ofMinutes(1), Duration.ofDays(1)),
                    "15m",
                    "The window."))
            .ap(ResetLimits::new));
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
                    "The least level that is written."),
                log.withDefault(
                    "identifiers",
                    ValueType.oneOf(IdentifierForm.class, '-'),
                    "hashed",
                    "How events call users: by a keyed hash, or as typed."),
                log.optional(
                    "identifier-key",
                    ValueType.secret(
                        HashKey::new,
                        "at least " + Pseudonyms.LEAST_KEY_BYTES + " characters, random ones"),
                    "With hashed: the key, 16 characters or more. Without it one is made at each"
                        + " start, so that a user's hash changes then."))
            .ap(
                (format, level, form, key) ->
                    new Settings.Log(
                        format,
                        level.logback(),
                        switch (form) {
                          case HASHED -> new Identifiers.Hashed(key);
                          case PLAIN -> new Identifiers.Plain();
                        })));
  }

  private static Validation<Seq<SettingsProblem>, CallerChoices> choices(Section choices) {
    return flat(
        Validation.combine(
                choices.list(
                    "audience",
                    ValueType.TEXT,
                    "The audiences that callers of /api/auth may ask for instead of"
                        + " auth0.audience."),
                choices.list(
                    "scope",
                    ValueType.TEXT,
                    "The scopes that callers may ask for, in any combination, instead of"
                        + " auth0.scope."),
                choices.list(
                    "realm",
                    ValueType.TEXT,
                    "The connections that callers may log in to instead of auth0.realm."))
            .ap(
                (audiences, scopes, realms) ->
                    new CallerChoices(audiences.toSet(), scopes.toSet(), realms.toSet())));
  }

  private static Settings assemble(
      Listening listening,
      Auth0 auth0,
      Resetting resetting,
      CallerChoices choices,
      DoctorReader.ForTenant doctor,
      Settings.Log log,
      Map<String, Path> secretFiles) {
    ResetSettings reset =
        switch (resetting.choice()) {
          case ResetChoice.ByEmail(var connection) -> new ResetSettings.ByEmail(connection);
          case ResetChoice.HandOff(var page) -> new ResetSettings.HandOff(page);
          case ResetChoice.ByTicket ticket ->
              new ResetSettings.ByTicket(
                  new TicketSettings(
                      ticket.clientId(),
                      ticket.clientSecret(),
                      ticket
                          .audience()
                          .getOrElse(() -> auth0.tenant().resolve("/api/v2/").toString()),
                      ticket.connection(),
                      ticket.lifetime()),
                  ticket.delivery());
        };
    Option<String> resetConnection =
        switch (reset) {
          case ResetSettings.ByEmail(var connection) -> Option.of(connection);
          case ResetSettings.ByTicket ticket -> Option.none();
          case ResetSettings.HandOff(var page) -> Option.none();
        };
    Auth0Settings tenant =
        new Auth0Settings(
            auth0.tenant(),
            auth0.clientId(),
            auth0.clientSecret(),
            auth0.method(),
            auth0.realm(),
            auth0.audience(),
            auth0.scope(),
            resetConnection,
            auth0.transport());
    return new Settings(
        listening.http(),
        listening.clientIps(),
        tenant,
        reset,
        resetting.limits(),
        choices,
        Option.none(),
        doctor.of(tenant, secretFiles),
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

  private record Reset(
      ResetMethod method,
      String connection,
      Option<String> page,
      Ticket ticket,
      Delivery delivery,
      ResetLimits limits) {}

  private record Ticket(
      Option<String> clientId,
      Option<ClientSecret> clientSecret,
      Option<String> audience,
      Duration lifetime) {}

  private record Delivery(Option<URI> url, Option<WebhookSecret> secret, Duration timeout) {}

  private record Resetting(ResetChoice choice, ResetLimits limits) {}

  /** What has been chosen, as far as it can be known without the tenant. */
  private sealed interface ResetChoice {

    record ByEmail(String connection) implements ResetChoice {}

    record HandOff(String page) implements ResetChoice {}

    record ByTicket(
        String connection,
        String clientId,
        ClientSecret clientSecret,
        Option<String> audience,
        Duration lifetime,
        WebhookSettings delivery)
        implements ResetChoice {}
  }

  private enum ResetMethod {
    EMAIL,
    TICKET,
    HAND_OFF
  }

  private enum IdentifierForm {
    HASHED,
    PLAIN
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
}
