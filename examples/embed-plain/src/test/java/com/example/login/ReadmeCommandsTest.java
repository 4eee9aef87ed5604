package com.example.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.junit.EmulatedTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs the commands of README.md in order, and compares what each prints with the lines below it,
 * where {@code …} stands for anything. The ports are those that are free here; the class path is
 * the build's, and the module that the first command builds is this one.
 */
@Timeout(120)
class ReadmeCommandsTest {

  private static final String CLASS_PATH =
      "'examples/embed-plain/target/*:examples/embed-plain/target/lib/*'";
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\n(.*?)^```");

  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> here = new LinkedHashMap<>();
  private final List<AutoCloseable> running = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : running.reversed()) {
      one.close();
    }
  }

  @Test
  void every_command_prints_what_the_page_shows() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl");
    here.put(
        CLASS_PATH,
        "'" + String.join(":", Jvm.runtimeClassPath().stream().map(Path::toString).toList()) + "'");
    here.put("| java ", "| " + Jvm.java() + " ");

    int ran = 0;
    for (String block :
        BLOCK
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList()) {
      for (String step : block.substring("$ ".length()).split("\n\\$ ", -1)) {
        List<String> lines = step.lines().toList();
        assertThat(run(lines.getFirst()))
            .as(lines.getFirst())
            .containsPattern(expected(lines.subList(1, lines.size())));
        ran++;
      }
    }

    assertThat(ran).isEqualTo(11);
  }

  private String run(String command) throws Exception {
    if (command.startsWith("./mvnw ")) {
      assertThat(command).contains(" -pl examples/embed-plain -am ").endsWith(" package");
      assertThat(Path.of("..", "..", "examples", "embed-plain", "pom.xml")).exists();
      return "";
    }
    if (command.equals("./portcullis emulator")) {
      EmulatedTenant tenant = EmulatedTenant.start();
      running.add(tenant);
      here.put("127.0.0.1:8791", "127.0.0.1:" + tenant.address().getPort());
      return "";
    }
    if (command.startsWith("export ")) {
      String[] variable = replaced(command).substring("export ".length()).split("=", 2);
      environment.put(variable[0], variable[1]);
      return "";
    }
    if (command.endsWith(" com.example.login.LoginService &")) {
      LoginService service =
          LoginService.start(Settings.auth0(environment), Settings.addresses(), 0);
      running.add(service);
      here.put("127.0.0.1:8080", "127.0.0.1:" + service.port());
      return "";
    }
    return shell(replaced(command));
  }

  private String shell(String command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
    builder.environment().putAll(environment);
    Process shell = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(shell.getInputStream().readAllBytes(), UTF_8);
  }

  private String replaced(String command) {
    String text = command;
    for (Map.Entry<String, String> one : here.entrySet()) {
      text = text.replace(one.getKey(), one.getValue());
    }
    return text;
  }

  private static Pattern expected(List<String> lines) {
    return Pattern.compile(
        String.join(
            ".*",
            lines.stream()
                .flatMap(line -> Stream.of(line.split("…", -1)))
                .map(Pattern::quote)
                .toList()),
        Pattern.DOTALL);
  }
}
