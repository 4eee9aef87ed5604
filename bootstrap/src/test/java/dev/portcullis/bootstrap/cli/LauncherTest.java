package dev.portcullis.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's launcher, with a Java that only says how it was started. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {

  private static final String BATCH = "3";

  /** The policy is the 41st word of /proc/PID/stat; the name in it, java, holds no blank. */
  private static final String JAVA =
      """
      #!/bin/sh
      read -r stat < /proc/$$/stat
      set -f
      for argument in "$@"; do echo "$argument"; done
      set -- $stat
      shift 40
      echo "policy $1"
      """;

  @TempDir private Path home = Path.of(".");

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("runtime/bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(Path.of("src/dist/portcullis"), home.resolve("bin/portcullis"));
    Files.writeString(home.resolve("runtime/bin/java"), JAVA);
    for (String program : List.of("bin/portcullis", "runtime/bin/java")) {
      Files.setPosixFilePermissions(
          home.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void the_gateway_runs_under_the_batch_policy() throws Exception {
    assertThat(started(Map.of())).endsWith("policy " + BATCH);
  }

  @Test
  void the_policy_can_be_left_alone() throws Exception {
    assertThat(started(Map.of("PORTCULLIS_JAVA_SCHEDULING", "other"))).endsWith("policy " + own());
  }

  @Test
  void a_system_without_chrt_starts_it_anyway() throws Exception {
    Path tools = Files.createDirectory(home.resolve("tools"));
    for (String tool : List.of("sh", "readlink", "dirname")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
    }

    assertThat(started(Map.of("PATH", tools.toString()))).endsWith("policy " + own());
  }

  @Test
  void words_with_blanks_and_jvm_options_arrive() throws Exception {
    assertThat(started(Map.of("PORTCULLIS_JAVA_OPTS", "-Xa -Xb"), "serve", "--config", "a b.yaml"))
        .contains("-Xa", "-Xb", "dev.portcullis.bootstrap.Main", "serve", "--config", "a b.yaml");
  }

  @Test
  void a_program_without_a_terminal_asks_nothing() throws Exception {
    assertThat(started(Map.of(), "init")).contains("-Dportcullis.asks=false");
  }

  @Test
  void the_program_learns_how_it_was_called() throws Exception {
    Path launcher = home.resolve("bin/portcullis");

    assertThat(started(Map.of())).contains("-Dportcullis.called=" + launcher);
    assertThat(started(Map.of("PATH", launcher.getParent() + ":" + System.getenv("PATH"))))
        .contains("-Dportcullis.called=portcullis");
  }

  @Test
  void the_launcher_for_windows_builds_and_starts_the_same_program() throws IOException {
    String unix = Files.readString(Path.of("..", "portcullis"));
    String windows = Files.readString(Path.of("..", "portcullis.cmd"));

    for (String both :
        List.of("-pl demo -am", "portcullis-demo-*-main.jar", "dev.portcullis.demo.Main")) {
      assertThat(unix).contains(both);
      assertThat(windows).contains(both);
    }
  }

  /** No Windows runs the tests, so the script is read. */
  @Test
  void the_launcher_for_windows_is_well_formed() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "portcullis.cmd"));
    Set<String> set = new HashSet<>(Set.of("JAVA_HOME", "PORTCULLIS_JAVA_OPTS", "ERRORLEVEL"));
    int depth = 0;
    for (String line : lines.stream().filter(line -> !line.startsWith("rem ")).toList()) {
      assertThat(line.chars().filter(c -> c == '"').count() % 2).as(line).isZero();
      String bare = line.replaceAll("\"[^\"]*\"", "");
      depth += (int) bare.chars().filter(c -> c == '(').count();
      depth -= (int) bare.chars().filter(c -> c == ')').count();
      assertThat(depth).as(line).isBetween(0, 1);
      Pattern.compile("%([A-Z_]+)%")
          .matcher(line)
          .results()
          .forEach(used -> assertThat(set).as(line).contains(used.group(1)));
      Pattern.compile("set \"([A-Z_]+)=")
          .matcher(line)
          .results()
          .forEach(made -> set.add(made.group(1)));
    }

    assertThat(depth).isZero();
    assertThat(lines.getFirst()).isEqualTo("@echo off");
    assertThat(lines).contains("setlocal").endsWith("exit /b %ERRORLEVEL%");
    assertThat(lines.get(lines.size() - 2))
        .endsWith("dev.portcullis.demo.Main %*")
        .contains("-XX:-HeapDumpOnOutOfMemoryError", "%PORTCULLIS_JAVA_OPTS%");
    assertThat(Files.readString(Path.of("..", ".gitattributes"))).contains("*.cmd text eol=crlf");
  }

  @Test
  void the_launcher_for_windows_tells_the_program_about_its_terminal_too() throws IOException {
    String unix = Files.readString(Path.of("..", "portcullis"));
    String windows = Files.readString(Path.of("..", "portcullis.cmd"));

    for (String property : List.of("-Dportcullis.terminal=", "-Dportcullis.asks=")) {
      assertThat(unix).contains(property);
      assertThat(windows).contains(property);
    }
  }

  /** That of this process, and so of what it starts. */
  private static String own() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    return stat.substring(stat.lastIndexOf(')')).split(" ", 41)[39];
  }

  private List<String> started(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder launcher = new ProcessBuilder(home.resolve("bin/portcullis").toString());
    launcher.command().addAll(List.of(arguments));
    launcher.environment().putAll(environment);
    Process process = launcher.redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
