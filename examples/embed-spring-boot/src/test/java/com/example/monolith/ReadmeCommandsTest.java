package com.example.monolith;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.junit.EmulatedTenant;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of README.md in order, the jar and nginx included, and compares what each
 * prints with the lines below it, where {@code …} stands for anything. The ports are those that are
 * free here, and the first command has built this module.
 */
@Timeout(400)
class ReadmeCommandsTest {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```console\n(.*?)^```");
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final String NGINX = "/usr/sbin/nginx";

  @TempDir private Path folder = Path.of(".");

  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> here = new LinkedHashMap<>();
  private final List<Process> programs = new ArrayList<>();
  private final EmulatedTenant tenant = EmulatedTenant.start();
  private final int application = freePort();
  private final int proxy = freePort();

  @AfterEach
  void stop() throws Exception {
    for (Process program : programs.reversed()) {
      program.destroy();
      if (!program.waitFor(40, TimeUnit.SECONDS)) {
        program.destroyForcibly();
      }
    }
    tenant.close();
  }

  @Test
  void every_command_prints_what_the_page_shows_and_the_tenant_logs_the_true_address()
      throws Exception {
    requireProgram("/usr/bin/curl");
    requireProgram(NGINX);
    here.put("127.0.0.1:8791", "127.0.0.1:" + tenant.address().getPort());
    here.put("127.0.0.1:8080", "127.0.0.1:" + application);
    here.put("127.0.0.1:8000", "127.0.0.1:" + proxy);
    here.put("/tmp/", folder + "/");
    here.put("$PWD/examples/embed-spring-boot/nginx.conf", folder + "/nginx.conf");
    environment.put("PORT", Integer.toString(application));
    Files.writeString(
        folder.resolve("nginx.conf"), replaced(Files.readString(Path.of("nginx.conf"))));

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

    assertThat(ran).isEqualTo(12);
    assertThat(tenant).receivedLogins(3).hasLogged("sepft").from("127.0.0.7").times(1);
    assertThat(tenant).hasLogged("fp").from("127.0.0.7").times(2);
  }

  private String run(String command) throws Exception {
    if (command.startsWith("./mvnw ")) {
      assertThat(command).contains(" -pl examples/embed-spring-boot -am ").endsWith(" package");
      return "";
    }
    if (command.equals("./portcullis emulator")) {
      return "";
    }
    if (command.startsWith("export ")) {
      String[] variable = replaced(command).substring("export ".length()).split("=", 2);
      environment.put(variable[0], variable[1]);
      return "";
    }
    if (command.endsWith(" &")) {
      String program = command.substring(0, command.length() - " &".length());
      boolean nginx = program.startsWith("nginx ");
      start(
          nginx ? "exec " + NGINX + program.substring("nginx".length()) : "exec " + java(program),
          nginx ? proxy : application);
      return "";
    }
    Process shell = shell(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(shell.getInputStream().readAllBytes(), UTF_8);
  }

  private static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", "java")
        + program.substring("java".length());
  }

  private void start(String command, int port) throws Exception {
    Path log = folder.resolve(port + ".log");
    Process program = shell(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    programs.add(program);
    for (int i = 0; i < 1800; i++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected()) {
          return;
        }
      } catch (ConnectException e) {
        if (program.waitFor(100, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    throw new AssertionError(command + " does not listen: " + Files.readString(log));
  }

  private ProcessBuilder shell(String command) {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", replaced(command)).directory(ROOT.toFile());
    builder.environment().putAll(environment);
    return builder;
  }

  private String replaced(String text) {
    String result = text;
    for (Map.Entry<String, String> one : here.entrySet()) {
      result = result.replace(one.getKey(), one.getValue());
    }
    return result;
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

  private static void requireProgram(String path) {
    if (!Files.isExecutable(Path.of(path))) {
      if (System.getProperty("portcullis.proxies", "").equals("required")) {
        Assertions.fail("no " + path);
      }
      Assumptions.abort("no " + path);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
