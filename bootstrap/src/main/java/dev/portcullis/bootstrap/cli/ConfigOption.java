package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config FILE}, the same for every command that has it. */
final class ConfigOption {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "portcullis.yaml",
      description =
          "The settings (default: ${DEFAULT-VALUE}); see docs/reference/configuration.md.")
  private Path file = Path.of("portcullis.yaml");

  Path file() {
    return file;
  }

  /** The file and the environment as they are now. */
  Validation<Seq<SettingsProblem>, SettingsSource> load() {
    return SettingsSource.load(file, System.getenv());
  }

  Validation<Seq<SettingsProblem>, Settings> read() {
    return load().flatMap(SettingsReader::read);
  }

  static String report(Seq<SettingsProblem> problems) {
    return problems.mkString("", "\n", "\n")
        + problems.size()
        + (problems.size() == 1 ? " problem" : " problems");
  }
}
