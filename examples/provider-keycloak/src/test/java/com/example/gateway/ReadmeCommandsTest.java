package com.example.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.gateway.adapters.keycloak.TestKeycloak;
import com.example.gateway.adapters.keycloak.TestKeycloak.Seen;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of README.md in order, and compares what each prints with the lines below it,
 * where {@code …} stands for anything. The ports are those that are free here, Keycloak is the
 * recorded or the real one, and the class path is the build's.
 */
@Timeout(300)
class ReadmeCommandsTest {

  private static final String CLASS_PATH =
      "'examples/provider-keycloak/target/*:examples/provider-keycloak/target/lib/*'";
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\n(.*?)^```");
  private static final Pattern USERS = Pattern.compile("users\\S{0,3}127\\.0\\.0\\.1:(\\d+)");

  @TempDir private Path directory;

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
    TestKeycloak keycloak = TestKeycloak.start();
    running.add(keycloak);
    here.put(CLASS_PATH, "'" + Jvm.classPath() + "'");
    here.put("-c examples/provider-keycloak/portcullis.yaml", "-c " + settings(keycloak));
    here.put("java -cp", Jvm.java() + " -cp");

    int ran = 0;
    for (String block :
        BLOCK
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList()) {
      for (String step : block.substring(2).split("(?m)^\\$ ", -1)) {
        List<String> lines = step.lines().toList();
        assertThat(run(lines.getFirst()))
            .as(lines.getFirst())
            .containsPattern(expected(lines.subList(1, lines.size()), keycloak));
        ran++;
      }
    }

    assertThat(ran).isEqualTo(6);
    assertThat(keycloak.seen(2)).containsOnly(new Seen("staff", "ada", "203.0.113.7"));
  }

  private String run(String command) throws Exception {
    if (command.startsWith("./mvnw ")) {
      assertThat(command).contains(" -pl examples/provider-keycloak -am ").endsWith(" package");
      return "";
    }
    if (command.startsWith("export ")) {
      String[] variable = command.substring("export ".length()).split("=", 2);
      environment.put(variable[0], variable[1]);
      return "";
    }
    if (command.endsWith(" &")) {
      serve(replaced(command.substring(0, command.length() - 2)));
      return "";
    }
    Process shell = shell(replaced(command));
    return new String(shell.getInputStream().readAllBytes(), UTF_8);
  }

  private void serve(String command) throws IOException {
    Process gateway = shell("exec " + command);
    running.add(() -> gateway.destroyForcibly().waitFor());
    BufferedReader lines = gateway.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher users = USERS.matcher(line);
      if (line.contains("Portcullis is ready") && users.find()) {
        here.put("127.0.0.1:8080", "127.0.0.1:" + users.group(1));
        Thread.ofVirtual().start(() -> lines.lines().forEach(it -> {}));
        return;
      }
    }
    throw new AssertionError("the gateway ended: " + command);
  }

  private Process shell(String command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }

  /** The settings of the page, with free ports. */
  private Path settings(TestKeycloak keycloak) throws IOException {
    String yaml =
        Files.readString(Path.of("portcullis.yaml"))
            .replace("127.0.0.1:8080", "127.0.0.1:0")
            .replace("127.0.0.1:9090", "127.0.0.1:0")
            .replace("http://127.0.0.1:8180", keycloak.url().toString());
    return Files.writeString(directory.resolve("portcullis.yaml"), yaml);
  }

  private String replaced(String command) {
    String text = command;
    for (Map.Entry<String, String> one : here.entrySet()) {
      text = text.replace(one.getKey(), one.getValue());
    }
    return text;
  }

  private Pattern expected(List<String> lines, TestKeycloak keycloak) {
    return Pattern.compile(
        String.join(
            ".*",
            lines.stream()
                .map(
                    line ->
                        line.replace("http://127.0.0.1:8180", keycloak.url().toString())
                            .replace("127.0.0.1:8080", "127.0.0.1:0")
                            .replace(
                                "examples/provider-keycloak/portcullis.yaml",
                                directory.resolve("portcullis.yaml").toString()))
                .flatMap(line -> Stream.of(line.split("…", -1)))
                .map(Pattern::quote)
                .toList()),
        Pattern.DOTALL);
  }
}
