package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.doctor.check.Counted;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code portcullis check-config}. */
@Command(
    name = "check-config",
    description = "Check the settings and list every problem with its key, line and fix.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the settings are valid", "1:they are not", "2:wrong command line"})
final class CheckConfigCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  CheckConfigCommand(Extensions extensions) {
    this.config = new ConfigOption(extensions);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    var settings = config.read().flatMap(ConfigOption::withFiles);
    Seq<SettingsProblem> problems = settings.fold(found -> found, good -> Vector.empty());
    Seq<SettingsProblem> warnings = settings.fold(found -> Vector.empty(), ConfigOption::warnings);
    if (json) {
      out.println(JsonText.of(problems, warnings));
    } else {
      warnings.forEach(warning -> out.println("warning: " + warning));
      out.println(settings.fold(ConfigOption::report, good -> summary(good)));
    }
    out.flush();
    return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private String summary(Settings good) {
    String listeners =
        good.http()
            .users()
            .map(
                it -> {
                  int ranges = it.address().policy().trustedProxies().ranges().size();
                  return it.name()
                      + " on "
                      + it.on().where()
                      + " with "
                      + Counted.of(ranges, "trusted range");
                })
            .mkString(", ");
    return config.file() + " is valid: " + good.upstream() + "; " + listeners;
  }
}
