package dev.portcullis.bootstrap.settings;

import ch.qos.logback.classic.Level;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.intake.CallerOrigins;
import dev.portcullis.adapters.http.pages.PagesSettings;
import dev.portcullis.adapters.http.server.HttpSettings;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.adapters.otel.OtlpSettings;
import dev.portcullis.adapters.webhook.WebhookSettings;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.protection.ProtectionSettings;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.bootstrap.extension.OwnProvider;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The settings of one gateway. Immutable; {@code with…} returns a changed copy. */
public final class Settings {

  private final HttpSettings http;
  private final Either<OwnProvider, Auth0Settings> provider;
  private Map<String, ClientIp> clientIps = LinkedHashMap.empty();
  private Seq<ListenerTls> tls = Vector.empty();
  private Option<TenantFiles> tenantFiles = Option.none();
  private ResetSettings passwordReset =
      new ResetSettings.ByEmail("Username-Password-Authentication");
  private ResetLimits resetLimits = ResetLimits.DEFAULT;
  private AttemptLimits attemptLimits = AttemptLimits.watch();
  private Seq<SettingsProblem> warnings = Vector.empty();
  private CallerChoices choices = CallerChoices.NONE;
  private CallerOrigins origins = CallerOrigins.NONE;
  private Option<PagesSettings> pages = Option.none();
  private SessionState sessionState = SessionState.MEMORY;
  private SharedState shared = SharedState.NONE;
  private Option<OtlpSettings> traces = Option.none();
  private Supplier<Option<SettingsProblem>> traceProblem = Option::none;
  private DoctorSettings doctor = DoctorSettings.NONE;
  private Log log = new Log(LogSetup.Format.AUTO, Level.INFO);

  private Settings(HttpSettings http, Either<OwnProvider, Auth0Settings> provider) {
    this.http = http;
    this.provider = provider;
  }

  /** The settings of a gateway without pages, in front of this tenant. */
  public static Settings of(HttpSettings http, Auth0Settings auth0) {
    return new Settings(http, Either.right(auth0));
  }

  /** The settings of a gateway without pages, in front of a provider that is not Auth0. */
  public static Settings of(HttpSettings http, OwnProvider provider) {
    return new Settings(http, Either.left(provider));
  }

  /** The key of the address that a listener listens on, by its name. */
  public static String listenKey(String listener) {
    return ListenReader.addressKey(listener);
  }

  private Settings with(Consumer<Settings> change) {
    Settings copy = new Settings(http, provider);
    copy.clientIps = clientIps;
    copy.tls = tls;
    copy.tenantFiles = tenantFiles;
    copy.passwordReset = passwordReset;
    copy.resetLimits = resetLimits;
    copy.attemptLimits = attemptLimits;
    copy.warnings = warnings;
    copy.choices = choices;
    copy.origins = origins;
    copy.pages = pages;
    copy.sessionState = sessionState;
    copy.shared = shared;
    copy.traces = traces;
    copy.traceProblem = traceProblem;
    copy.doctor = doctor;
    copy.log = log;
    change.accept(copy);
    return copy;
  }

  /** The client-ip settings behind the policy of each listener, by its name. */
  Settings withClientIps(Map<String, ClientIp> value) {
    return with(copy -> copy.clientIps = value);
  }

  /** The TLS settings of each listener that has some. */
  Settings withTls(Seq<ListenerTls> value) {
    return with(copy -> copy.tls = value);
  }

  /** The files of TLS to the tenant. */
  Settings withTenantFiles(Option<TenantFiles> value) {
    return with(copy -> copy.tenantFiles = value);
  }

  /** How passwords are reset, and how often. */
  public Settings withPasswordReset(ResetSettings value, ResetLimits limits) {
    return with(
        copy -> {
          copy.passwordReset = value;
          copy.resetLimits = limits;
        });
  }

  /** How many logins may be tried. */
  public Settings withAttemptLimits(AttemptLimits value) {
    return with(copy -> copy.attemptLimits = value);
  }

  /** What of the settings has no effect, or is probably not meant. */
  Settings withWarnings(Seq<SettingsProblem> value) {
    return with(copy -> copy.warnings = value);
  }

  /** What callers may choose for a login. */
  public Settings withChoices(CallerChoices value) {
    return with(copy -> copy.choices = value);
  }

  /** Whose pages may call the API from a browser. */
  public Settings withOrigins(CallerOrigins value) {
    return with(copy -> copy.origins = value);
  }

  /** The login pages, if there are any. */
  public Settings withPages(Option<PagesSettings> value) {
    return with(copy -> copy.pages = value);
  }

  /** Where ended sessions are remembered. */
  Settings withSessionState(SessionState value) {
    return with(copy -> copy.sessionState = value);
  }

  /** What several instances share. */
  Settings withShared(SharedState value) {
    return with(copy -> copy.shared = value);
  }

  /** Where traces are sent, if they are made. */
  public Settings withTraces(Option<OtlpSettings> value) {
    return with(copy -> copy.traces = value);
  }

  /** The same, with what keeps its files from being used. */
  Settings withTraces(TracesReader.Traces value) {
    return with(
        copy -> {
          copy.traces = value.otlp();
          copy.traceProblem = value.problem();
        });
  }

  /** What the doctor knows and does. */
  public Settings withDoctor(DoctorSettings value) {
    return with(copy -> copy.doctor = value);
  }

  /** How the log is written. */
  public Settings withLog(Log value) {
    return with(copy -> copy.log = value);
  }

  public HttpSettings http() {
    return http;
  }

  /** The client-ip settings behind the policy of each listener, by its name. */
  public Map<String, ClientIp> clientIps() {
    return clientIps;
  }

  /** The TLS settings of each listener that has some. */
  public Seq<ListenerTls> tls() {
    return tls;
  }

  /** The files of TLS to the tenant, if there are any. */
  public Option<TenantFiles> tenantFiles() {
    return tenantFiles;
  }

  /** The provider that takes the place of Auth0; none if logins go to Auth0. */
  public Option<OwnProvider> ownProvider() {
    return provider.swap().toOption();
  }

  /**
   * The tenant.
   *
   * @throws IllegalStateException if {@link #ownProvider} takes its place
   */
  public Auth0Settings auth0() {
    return provider.getOrElseThrow(
        own -> new IllegalStateException("auth0: not used (expected: " + own.name() + ")"));
  }

  /** Where logins go, in one line. */
  public String upstream() {
    return provider.fold(
        own -> own.configured().summary(), it -> it.tenant() + " as client " + it.clientId());
  }

  public ResetSettings passwordReset() {
    return passwordReset;
  }

  public ResetLimits resetLimits() {
    return resetLimits;
  }

  /** How many logins may be tried. */
  public AttemptLimits attemptLimits() {
    return attemptLimits;
  }

  /** What of the settings has no effect, or is probably not meant. */
  public Seq<SettingsProblem> warnings() {
    return warnings;
  }

  /** What callers may choose for a login. */
  public CallerChoices choices() {
    return choices;
  }

  /** Whose pages may call the API from a browser. */
  public CallerOrigins origins() {
    return pages.fold(() -> origins, it -> origins.withOwn(it.origin()));
  }

  public Option<PagesSettings> pages() {
    return pages;
  }

  /** Where ended sessions are remembered. */
  public SessionState sessionState() {
    return sessionState;
  }

  /** What several instances share. */
  public SharedState shared() {
    return shared;
  }

  /** Where traces are sent; none are made without it. */
  public Option<OtlpSettings> traces() {
    return traces;
  }

  /** What keeps a file of the settings of traces from being used now. */
  public Option<SettingsProblem> traceProblem() {
    return traceProblem.get();
  }

  /** How long a call of the provider may take. */
  public Duration slowestCall() {
    return provider.fold(
        own -> own.configured().slowestLogin(), it -> it.transport().callTimeout());
  }

  /** How the provider is protected from this gateway. */
  public ProtectionSettings protection() {
    return provider.fold(own -> ProtectionSettings.defaults(), it -> it.transport().protection());
  }

  public DoctorSettings doctor() {
    return doctor;
  }

  public Log log() {
    return log;
  }

  /** Every setting; secrets are redacted. */
  @Override
  public String toString() {
    return Vector.of(
            http,
            provider,
            passwordReset,
            resetLimits,
            attemptLimits,
            choices,
            origins,
            pages,
            shared.redis(),
            traces,
            doctor,
            log)
        .mkString("Settings[", ", ", "]");
  }

  /** The log's format, its lowest level, and how it names users. */
  public record Log(LogSetup.Format format, Level level, Identifiers identifiers) {

    /** Names users by a hash, with a key that is generated at each start. */
    public Log(LogSetup.Format format, Level level) {
      this(format, level, new Identifiers.Hashed(Option.none()));
    }
  }

  /** How the log names users. */
  public sealed interface Identifiers {

    /**
     * By a keyed hash.
     *
     * @param key without one, a key is generated at each start
     */
    record Hashed(Option<HashKey> key) implements Identifiers {}

    /** As typed. */
    record Plain() implements Identifiers {}
  }

  /** A key that does not print itself. */
  public static final class HashKey {

    private final byte[] bytes;

    /**
     * A key of these characters.
     *
     * @throws IllegalArgumentException if they are too few; the message does not contain them
     */
    public HashKey(String text) {
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length < Pseudonyms.LEAST_KEY_BYTES) {
        throw new IllegalArgumentException(
            "text: too short (expected: >= " + Pseudonyms.LEAST_KEY_BYTES + " bytes)");
      }
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public String toString() {
      return "HashKey[redacted]";
    }
  }

  /** How the user of a leaked password gets a new one. */
  public sealed interface ResetSettings {

    /**
     * Auth0 mails a link.
     *
     * @param connection the database connection of the users
     */
    record ByEmail(String connection) implements ResetSettings {}

    /** The Management API makes a link, and the operator's own mailer delivers it. */
    record ByTicket(TicketSettings management, WebhookSettings delivery) implements ResetSettings {}

    /** As the provider does it, if it does; for a provider that is not Auth0. */
    record ByProvider() implements ResetSettings {}

    /** The user is redirected to a page of the operator's own. */
    record HandOff(String page) implements ResetSettings {}
  }
}
