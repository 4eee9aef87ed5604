package com.example.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.limits.adapters.redis.RedisServer;
import dev.portcullis.emulator.junit.EmulatedTenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of README.md in order, and compares what each prints with the lines below it,
 * where {@code …} stands for anything. The ports and the folder are those that are free here; the
 * class path is the build's, and the module that the first command builds is this one.
 */
@Timeout(180)
class ReadmeCommandsTest {

  private static final String CLASS_PATH =
      "'examples/limiter-redis/target/*:examples/limiter-redis/target/lib/*'";
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\n(.*?)^```");
  private static final Pattern USERS = Pattern.compile("users\\S{0,3}127\\.0\\.0\\.1:(\\d+)");

  @TempDir private Path directory;

  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> here = new LinkedHashMap<>();
  private final List<AutoCloseable> running = new ArrayList<>();
  private final List<Process> gateways = new ArrayList<>();
  private final List<EmulatedTenant> tenants = new ArrayList<>();

  @BeforeEach
  void classPath() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl");
    here.put(CLASS_PATH, "'" + Jvm.classPath() + "'");
    here.put("java -cp", Jvm.java() + " -cp");
    here.put("redis-cli", "redis-cli -p 6379");
    here.put("examples/local/portcullis.yaml", directory.resolve("portcullis.yaml").toString());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : running.reversed()) {
      one.close();
    }
  }

  @Test
  void every_command_prints_what_the_page_shows() throws Exception {
    int ran = run(Files.readString(Path.of("README.md")));

    assertThat(ran).isEqualTo(13);
    assertThat(tenants.getFirst().mails()).hasSize(3);
  }

  private int run(String part) throws Exception {
    int ran = 0;
    for (String block : BLOCK.matcher(part).results().map(match -> match.group(1)).toList()) {
      for (String step : block.substring("$ ".length()).split("\n\\$ ", -1)) {
        List<String> lines = step.lines().toList();
        assertThat(runCommand(lines.getFirst()))
            .as(lines.getFirst())
            .containsPattern(expected(lines.subList(1, lines.size())));
        ran++;
      }
    }
    return ran;
  }

  private String runCommand(String command) throws Exception {
    if (command.startsWith("./mvnw ")) {
      assertThat(command).contains(" -pl examples/limiter-redis -am ").endsWith(" package");
      return "";
    }
    if (command.equals("./portcullis emulator")) {
      startTenant();
      return "";
    }
    if (command.startsWith("export ")) {
      String[] variable = replaced(command).substring("export ".length()).split("=", 2);
      environment.put(variable[0], variable[1].replace("'", ""));
      return "";
    }
    if (command.startsWith("redis-server ")) {
      RedisServer redis = RedisServer.startOrSkip();
      running.add(redis);
      here.put("6379", Integer.toString(redis.port()));
      return "";
    }
    if (command.equals("kill %1 %2")) {
      gateways.forEach(Process::destroy);
      for (Process gateway : gateways) {
        assertThat(gateway.waitFor()).isZero();
      }
      return "";
    }
    if (command.endsWith(" &")) {
      serve(replaced(command.substring(0, command.length() - 2)));
      return "";
    }
    Process shell = shell(replaced(command));
    return new String(shell.getInputStream().readAllBytes(), UTF_8);
  }

  private void startTenant() throws IOException {
    EmulatedTenant tenant = EmulatedTenant.start();
    running.add(tenant);
    tenants.add(tenant);
    Files.writeString(
        directory.resolve("portcullis.yaml"),
        Files.readString(Path.of("..", "local", "portcullis.yaml"))
            .replace("127.0.0.1:8080", "127.0.0.1:0")
            .replace("127.0.0.1:9090", "127.0.0.1:0")
            .replace("127.0.0.1:8791", "127.0.0.1:" + tenant.address().getPort()));
  }

  private void serve(String command) throws IOException {
    Process gateway =
        shell(
            "exec env "
                + command
                    .replace("127.0.0.1:8081", "127.0.0.1:0")
                    .replace("127.0.0.1:9091", "127.0.0.1:0"));
    running.add(() -> gateway.destroyForcibly().waitFor());
    gateways.add(gateway);
    List<String> log = new ArrayList<>();
    BufferedReader lines = gateway.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      log.add(line);
      Matcher users = USERS.matcher(line);
      if (line.contains("Portcullis is ready") && users.find()) {
        here.put(
            gateways.size() == 1 ? "127.0.0.1:8080" : "127.0.0.1:8081",
            "127.0.0.1:" + users.group(1));
        Thread.ofVirtual().start(() -> readToTheEnd(lines));
        return;
      }
    }
    throw new AssertionError(String.join("\n", log));
  }

  private static void readToTheEnd(BufferedReader lines) {
    try {
      lines.lines().forEach(it -> {});
    } catch (UncheckedIOException e) {
      // The gateway has ended.
    }
  }

  private Process shell(String command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
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
