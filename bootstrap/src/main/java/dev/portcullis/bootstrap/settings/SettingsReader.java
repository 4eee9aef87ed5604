package dev.portcullis.bootstrap.settings;

import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.clientip.ClientIpReader;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.Setting;
import dev.portcullis.bootstrap.settings.document.SettingsDocument;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.util.Map;

/** Reads {@code portcullis.yaml}: the settings, or every problem of the file at once. */
public final class SettingsReader {

  private SettingsReader() {}

  /** Reads a file, with the variables of the environment laid over it. */
  public static Validation<Seq<SettingsProblem>, Settings> read(
      Path file, Map<String, String> environment) {
    return SettingsSource.load(file, environment).flatMap(SettingsReader::read);
  }

  /** Reads what has been loaded; files that it refers to are read again. */
  public static Validation<Seq<SettingsProblem>, Settings> read(SettingsSource source) {
    return SettingsDocument.parse(source)
        .flatMap(document -> withoutUnknown(settings(document.root()), document.unknown()));
  }

  /**
   * Reads the client-ip settings of one listener alone, without the lint.
   *
   * @param listener {@code users}, or the name of another in the file
   * @param replacing client-ip keys as a YAML or JSON mapping, which replace those of the file
   */
  public static Validation<Seq<SettingsProblem>, ClientIp> readClientIp(
      SettingsSource source, String listener, Option<String> replacing) {
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
                    new ClientIpReader(document.section(path)).read(),
                    document.unknown().filter(problem -> problem.key().startsWith(path + "."))));
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
    var unused = settings(document.root());
    return document.listed();
  }

  private static Validation<Seq<SettingsProblem>, Settings> settings(Section root) {
    ListenReader listen = new ListenReader(root);
    var auth0 = Auth0Reader.read(root.section("auth0"));
    Accumulator all = new Accumulator();
    var clientIps = all.add(listen.clientIps());
    var http = all.add(listen.http(auth0));
    var tenant = all.add(auth0);
    var reset = all.add(ResetReader.read(root.section("password-reset"), auth0));
    var limits = all.add(ResetReader.limits(root.section("password-reset").section("limit")));
    var choices = all.add(CallersReader.choices(root.section("callers")));
    var origins = all.add(CallersReader.origins(root.section("callers")));
    var doctor = all.add(DoctorReader.read(root, auth0, listen.clientIps()));
    var log = all.add(LogReader.read(root.section("log")));
    var pages = all.add(PagesReader.read(root));
    var sessionState = all.add(SessionState.read(root.section("session")));
    return all.build(
        () ->
            Settings.of(http.get(), Auth0Reader.withResetBy(tenant.get(), reset.get()))
                .withClientIps(clientIps.get())
                .withTls(listen.tls())
                .withPasswordReset(reset.get(), limits.get())
                .withChoices(choices.get())
                .withOrigins(origins.get())
                .withPages(pages.get())
                .withSessionState(sessionState.get())
                .withDoctor(doctor.get().withSecretFiles(root.secretFiles()))
                .withLog(log.get()));
  }
}
