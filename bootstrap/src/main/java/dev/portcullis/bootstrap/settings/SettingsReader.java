package dev.portcullis.bootstrap.settings;

import static dev.portcullis.application.provider.Capability.PASSWORD_RESETS;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.application.provider.Capability;
import dev.portcullis.bootstrap.extension.ConfiguredProvider;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.extension.Extensions.ProviderSection;
import dev.portcullis.bootstrap.extension.OwnProvider;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.clientip.ClientIpReader;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.Setting;
import dev.portcullis.bootstrap.settings.document.SettingsDocument;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** Reads {@code portcullis.yaml}: the settings, or every problem of the file at once. */
public final class SettingsReader {

  private static final Set<Capability> EVERYTHING = LinkedHashSet.of(Capability.values());

  private SettingsReader() {}

  /** Reads a file, with the variables of the environment laid over it. */
  public static Validation<Seq<SettingsProblem>, Settings> read(
      Path file, Map<String, String> environment) {
    return SettingsSource.load(file, environment).flatMap(SettingsReader::read);
  }

  /** Reads what has been loaded; files that it refers to are read again. */
  public static Validation<Seq<SettingsProblem>, Settings> read(SettingsSource source) {
    return read(source, Extensions.NONE);
  }

  /** Reads what has been loaded, for a program with a provider of its own if it has one. */
  public static Validation<Seq<SettingsProblem>, Settings> read(
      SettingsSource source, Extensions extensions) {
    return SettingsDocument.parse(source)
        .flatMap(
            document ->
                extensions
                    .provider()
                    .fold(
                        () ->
                            withoutUnknown(
                                settings(document.root(), extensions), document.unknown()),
                        own ->
                            withoutUnknown(
                                settings(document.root(), extensions, own),
                                unknown(document, own.name()))));
  }

  /**
   * Reads the client-ip settings of one listener alone, without the lint.
   *
   * @param extensions with the provider whose own headers the findings are about; one whose
   *     settings are not valid has none
   * @param listener {@code users}, or the name of another in the file
   * @param replacing client-ip keys as a YAML or JSON mapping, which replace those of the file
   */
  public static Validation<Seq<SettingsProblem>, ClientIp> readClientIp(
      SettingsSource source, Extensions extensions, String listener, Option<String> replacing) {
    String path = ListenReader.clientIpPath(listener);
    return SettingsDocument.parse(source)
        .flatMap(document -> ListenReader.known(document.root(), listener).map(name -> document))
        .flatMap(
            document ->
                replacing.fold(
                    () -> Validation.valid(document),
                    yaml -> document.replacing(path, "settings", yaml)))
        .flatMap(
            document ->
                withoutUnknown(
                    new ClientIpReader(
                            document.section(path), ownHeaders(document.root(), extensions))
                        .read(),
                    document.unknown().filter(problem -> problem.key().startsWith(path + "."))));
  }

  private static Set<String> ownHeaders(Section root, Extensions extensions) {
    return extensions
        .provider()
        .fold(
            () -> Auth0Client.OWN_HEADERS,
            own -> ownHeaders(own.reader().read(root.section(own.name()))));
  }

  private static Set<String> ownHeaders(
      Validation<Seq<SettingsProblem>, ConfiguredProvider> provider) {
    return provider.fold(wrong -> HashSet.empty(), ConfiguredProvider::ownHeaders);
  }

  private static <T> Validation<Seq<SettingsProblem>, T> withoutUnknown(
      Validation<Seq<SettingsProblem>, T> read, Seq<SettingsProblem> unknown) {
    if (unknown.isEmpty()) {
      return read;
    }
    return Validation.invalid(read.isInvalid() ? read.getError().appendAll(unknown) : unknown);
  }

  /** Every key there is, in the order of the documentation. */
  public static Seq<Setting> known() {
    SettingsDocument document = SettingsDocument.empty();
    var unused = settings(document.root(), Extensions.NONE);
    return document.listed();
  }

  /** The names of every section at the top of the file. */
  public static Set<String> sections() {
    return known().map(it -> it.key().split("\\.", 2)[0]).toSet().add(ListenReader.LISTENERS);
  }

  private static Validation<Seq<SettingsProblem>, Settings> settings(
      Section root, Extensions extensions) {
    ListenReader listen = new ListenReader(root, Auth0Client.OWN_HEADERS);
    var auth0 = Auth0Reader.read(root.section("auth0"));
    Accumulator all = new Accumulator();
    var clientIps = all.add(listen.clientIps());
    var http =
        all.add(listen.http(auth0.map(it -> it.transport().callTimeout()), "auth0.total-timeout"));
    var tenant = all.add(auth0);
    var reset = all.add(ResetReader.read(root.section("password-reset"), auth0));
    return withCommon(
        root,
        all,
        reset,
        extensions,
        EVERYTHING,
        () -> DoctorReader.read(root, auth0, listen.clientIps()),
        () ->
            Settings.of(http.get(), Auth0Reader.withResetBy(tenant.get(), reset.get()))
                .withTenantFiles(
                    tenant
                        .get()
                        .transport()
                        .tls()
                        .map(it -> new TenantFiles(root.section("auth0"), it)))
                .withClientIps(clientIps.get())
                .withTls(listen.tls()));
  }

  private static Validation<Seq<SettingsProblem>, Settings> settings(
      Section root, Extensions extensions, ProviderSection own) {
    var provider = own.reader().read(root.section(own.name()));
    ListenReader listen = new ListenReader(root, ownHeaders(provider));
    Accumulator all = new Accumulator();
    var clientIps = all.add(listen.clientIps());
    var http =
        all.add(
            listen.http(
                provider.map(ConfiguredProvider::slowestLogin),
                "the slowest login at " + own.name()));
    var configured = all.add(provider);
    var resets = ResetReader.readOwn(root.section("password-reset"));
    var reset = all.add(resets);
    return withCommon(
        root,
        all,
        reset,
        extensions,
        provider.fold(wrong -> EVERYTHING, it -> can(it, resets)),
        () -> Validation.valid(DoctorSettings.NONE),
        () ->
            Settings.of(http.get(), new OwnProvider(own.name(), configured.get()))
                .withClientIps(clientIps.get())
                .withTls(listen.tls()));
  }

  /**
   * The settings that every gateway has, whatever its provider is.
   *
   * @param extensions what the program adds
   * @param can what the provider can do
   */
  private static Validation<Seq<SettingsProblem>, Settings> withCommon(
      Section root,
      Accumulator all,
      Supplier<ResetSettings> reset,
      Extensions extensions,
      Set<Capability> can,
      Supplier<Validation<Seq<SettingsProblem>, DoctorSettings>> doctors,
      Supplier<Settings> settings) {
    var limits = all.add(ResetReader.limits(root.section("password-reset").section("limit")));
    var attempts = all.add(LimitsReader.read(root.section("limits")));
    var choices = all.add(CallersReader.choices(root.section("callers")));
    var origins = all.add(CallersReader.origins(root.section("callers")));
    var doctor = all.add(doctors.get());
    var log = all.add(LogReader.read(root.section("log")));
    var traces = all.add(TracesReader.read(root.section("traces")));
    var pages = all.add(PagesReader.read(root, can));
    var sessionState =
        all.add(
            SessionState.read(
                root.section("session"), root.section("shared").section("redis").has("url")));
    var shared = all.add(SharedState.read(root.section("shared")));
    return all.build(
        () -> {
          Settings read =
              settings
                  .get()
                  .withPasswordReset(reset.get(), limits.get())
                  .withAttemptLimits(attempts.get())
                  .withChoices(choices.get())
                  .withOrigins(origins.get())
                  .withPages(pages.get())
                  .withSessionState(sessionState.get())
                  .withShared(shared.get())
                  .withTraces(traces.get())
                  .withDoctor(doctor.get().withSecretFiles(root.secretFiles()))
                  .withLog(log.get());
          return read.withWarnings(
              LimitsReader.warnings(root.section("limits"), attempts.get())
                  .appendAll(ListenReader.warnings(root.section("listen"), read))
                  .appendAll(LimitsReader.unused(root, extensions, can)));
        });
  }

  /** Resets that cannot be read may be a page of the operator's own. */
  private static Set<Capability> can(
      ConfiguredProvider provider, Validation<Seq<SettingsProblem>, ResetSettings> resets) {
    return resets.fold(wrong -> true, ResetSettings.HandOff.class::isInstance)
        ? provider.capabilities().add(PASSWORD_RESETS)
        : provider.capabilities();
  }

  /** The settings that a gateway has in front of Auth0 alone. */
  private static Seq<Setting> forAuth0() {
    SettingsDocument document = SettingsDocument.empty();
    var unused =
        settings(
            document.root(),
            Extensions.NONE,
            new ProviderSection("own", section -> Validation.invalid(Vector.empty())));
    Set<String> common = document.listed().map(Setting::key).toSet();
    return known().reject(it -> common.contains(it.key()));
  }

  /** The keys that nothing reads; those that Auth0 alone has are not called misspelled. */
  private static Seq<SettingsProblem> unknown(SettingsDocument document, String provider) {
    Set<String> shipped = forAuth0().map(Setting::key).toSet();
    Set<String> variables = forAuth0().map(Setting::environmentVariable).toSet();
    return document
        .unknown()
        .map(
            problem ->
                shipped.contains(problem.key())
                        || shipped.exists(key -> key.startsWith(problem.key() + "."))
                        || variables.exists(it -> problem.where().endsWith(" " + it))
                    ? new SettingsProblem(
                        problem.key(),
                        problem.where(),
                        "for Auth0 alone, and logins go to " + provider,
                        problem.key().isEmpty() ? "unset it" : "remove it")
                    : problem);
  }
}
