package dev.portcullis.bootstrap.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own checker, as Debian installs it; nothing is ever downloaded. */
final class Promtool {

  private static final Path PROGRAM = Path.of("/usr/bin/promtool");

  private Promtool() {}

  /** What it printed, and whether it accepted. */
  record Result(boolean accepted, String printed) {}

  /**
   * Runs it in a folder. Without it the test counts as skipped, or has failed if the system
   * property {@code portcullis.promtool} is {@code required}.
   */
  static Result run(Path folder, String... arguments) throws IOException, InterruptedException {
    if (!Files.isExecutable(PROGRAM)) {
      String missing = "no " + PROGRAM + "; apt-get install -y --no-install-recommends prometheus";
      if (System.getProperty("portcullis.promtool", "").equals("required")) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(arguments));
    Process promtool =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String printed = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(promtool.waitFor() == 0, printed);
  }
}
