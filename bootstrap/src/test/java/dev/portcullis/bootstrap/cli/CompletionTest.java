package dev.portcullis.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script, in a real bash. */
class CompletionTest {

  private static final Path BASH = Path.of("/bin/bash");

  /** Gives a program a terminal. */
  private static final Path TERMINAL = Path.of("/usr/bin/script");

  @TempDir private Path directory = Path.of(".");

  @ParameterizedTest
  @CsvSource({
    "portcullis che,          check-config",
    "portcullis resolve-ip --pe, --peer",
    "portcullis init --proxy ngi, nginx",
  })
  void the_tab_key_completes_what_was_begun(String line, String completed) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(BASH), "no bash");
    Path script = Files.writeString(directory.resolve("completion"), completion());
    String tab =
        "source '%s'; f=$(complete -p portcullis | sed 's/.* -F \\([^ ]*\\) .*/\\1/'); COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
                .formatted(script, line)
            + " COMP_LINE='%s'; COMP_POINT=${#COMP_LINE};".formatted(line)
            + " $f; printf '%s\\n' \"${COMPREPLY[@]}\"";

    Process bash = new ProcessBuilder(BASH.toString(), "-c", tab).redirectErrorStream(true).start();

    assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8).lines()).contains(completed);
  }

  @Test
  void an_interactive_shell_completes_at_the_tab_key() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(BASH), "no bash");
    Assumptions.assumeTrue(Files.isExecutable(TERMINAL), "no script");
    Path script = Files.writeString(directory.resolve("completion"), completion());
    Process bash =
        new ProcessBuilder(
                TERMINAL.toString(), "-qfec", BASH + " --norc --noprofile -i", "/dev/null")
            .redirectErrorStream(true)
            .start();

    try (var keys = bash.outputWriter(UTF_8)) {
      keys.write("source '" + script + "'\n");
      keys.write("portcullis() { echo \"ran <$*>\"; }\n");
      keys.write("portcullis check-c\t\n");
      keys.write("exit\n");
    }

    assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8))
        .contains("ran <check-config>");
  }

  private static String completion() {
    StringWriter out = new StringWriter();
    int code =
        PortcullisCommand.commandLine().setOut(new PrintWriter(out, true)).execute("completion");
    assertThat(code).isZero();
    return out.toString();
  }
}
