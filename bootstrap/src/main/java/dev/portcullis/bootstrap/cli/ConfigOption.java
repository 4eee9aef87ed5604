package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.system.SystemSources;
import dev.portcullis.doctor.check.Counted;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Option;

/** {@code --config FILE}, the same for every command that has it. */
final class ConfigOption {

  private final Extensions extensions;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "portcullis.yaml",
      description =
          "The settings (default: ${DEFAULT-VALUE}); see docs/reference/configuration.md.")
  private Path file = Path.of("portcullis.yaml");

  ConfigOption(Extensions extensions) {
    this.extensions = extensions;
  }

  /** What this program adds to the shipped one. */
  Extensions extensions() {
    return extensions;
  }

  Path file() {
    return file;
  }

  /** The file and the environment as they are now. */
  Validation<Seq<SettingsProblem>, SettingsSource> load() {
    return SettingsSource.load(file, System.getenv())
        .mapError(
            problems -> extensions.provider().isDefined() ? problems : problems.map(this::orInit));
  }

  private SettingsProblem orInit(SettingsProblem problem) {
    return problem.isMissingFile()
        ? new SettingsProblem(
            problem.key(),
            problem.where(),
            problem.problem(),
            problem.fix() + ", or write one with portcullis init")
        : problem;
  }

  Validation<Seq<SettingsProblem>, Settings> read() {
    return load().flatMap(this::read);
  }

  Validation<Seq<SettingsProblem>, Settings> read(SettingsSource source) {
    return SettingsReader.read(source, extensions);
  }

  /** The settings, or what keeps the files that they name from being used now. */
  static Validation<Seq<SettingsProblem>, Settings> withFiles(Settings settings) {
    Instant now = SystemSources.clock().instant();
    Seq<SettingsProblem> problems =
        settings
            .tls()
            .flatMap(tls -> tls.problems(now))
            .appendAll(settings.pages().flatMap(pages -> settings.sessionState().problem()))
            .appendAll(settings.shared().problem())
            .appendAll(settings.traceProblem())
            .appendAll(settings.tenantFiles().flatMap(it -> it.problem(now)));
    return problems.isEmpty() ? Validation.valid(settings) : Validation.invalid(problems);
  }

  /** What is valid but probably not meant, or due soon. */
  static Seq<SettingsProblem> warnings(Settings settings) {
    Instant now = SystemSources.clock().instant();
    return settings
        .clientIps()
        .values()
        .flatMap(clientIp -> clientIp.warnings(SystemSources.today()))
        .toVector()
        .appendAll(settings.warnings())
        .appendAll(settings.tls().flatMap(tls -> tls.warnings(now)))
        .appendAll(settings.tenantFiles().flatMap(it -> it.warning(now)))
        .appendAll(
            settings.doctor().accepted().flatMap(risk -> risk.warning(SystemSources.today())));
  }

  /** Why a command does nothing in a program that logs in elsewhere. */
  static String forAuth0(String command, String provider) {
    return "portcullis: the command "
        + command
        + " is for Auth0, and logins of this program go to "
        + provider;
  }

  /** Every problem with its number; a single missing file is one line. */
  static String report(Seq<SettingsProblem> problems) {
    if (problems.size() == 1 && problems.head().isMissingFile()) {
      return problems.head().toString().replace("\n    ", "; ");
    }
    return problems.mkString("", "\n", "\n") + Counted.of(problems.size(), "problem");
  }
}
