package dev.portcullis.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Runs the walk-throughs of the documentation: every command of a {@code console} block, in order,
 * and compares what it prints with the lines below it, where {@code …} stands for anything.
 */
@Timeout(60)
class WalkThroughTest {

  private static final Path REPOSITORY = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(console|yaml)\n(.*?)^```");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir private Path folder = Path.of(".");

  private final Map<String, String> ports = new LinkedHashMap<>();
  private final List<AutoCloseable> running = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : running.reversed()) {
      one.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "README.md, 1",
    "docs/start/first-login.md, 8",
    "docs/start/your-tenant.md, 7",
    "docs/start/protect-an-application.md, 6",
    "docs/how-to/emulator-in-ci.md, 4"
  })
  void every_command_prints_what_the_page_shows(String page, int commands) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl");
    if (page.equals("README.md")) {
      demo();
    }
    if (page.equals("docs/start/protect-an-application.md")) {
      caddyOrSkip();
      ports.put("8000", freePort());
      ports.put("9000", freePort());
    }

    int ran = 0;
    for (MatchResult block : blocks(page)) {
      if (block.group(1).equals("yaml")) {
        Files.writeString(folder.resolve("portcullis.yaml"), here(block.group(2)));
        continue;
      }
      for (String step : block.group(2).substring("$ ".length()).split("\n\\$ ", -1)) {
        List<String> lines = step.lines().toList();
        assertThat(run(lines.getFirst()))
            .as(page + ": " + lines.getFirst())
            .containsPattern(expected(lines.subList(1, lines.size())));
        ran++;
      }
    }

    assertThat(ran).isEqualTo(commands);
  }

  private static List<MatchResult> blocks(String page) throws IOException {
    return BLOCK.matcher(Files.readString(REPOSITORY.resolve(page))).results().toList();
  }

  /** The lines in their order, with whatever may stand for each {@code …} and between them. */
  private Pattern expected(List<String> lines) {
    return Pattern.compile(
        String.join(
            ".*",
            lines.stream()
                .flatMap(line -> Stream.of(here(line).split("…", -1)))
                .map(Pattern::quote)
                .toList()),
        Pattern.DOTALL);
  }

  private String run(String command) throws Exception {
    if (command.equals("./portcullis demo")) {
      return demo();
    }
    // The image's program and arguments are those of the command.
    if (command.equals("./portcullis emulator") || command.startsWith("docker run ")) {
      return emulator();
    }
    if (command.startsWith("./portcullis serve ")) {
      return serve();
    }
    if (command.contains("caddy ")) {
      return caddy(command);
    }
    return command.startsWith("./portcullis ") ? portcullis(command) : shell(here(command));
  }

  private String portcullis(String command) {
    String[] arguments =
        WORD.matcher(command)
            .results()
            .skip(1)
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .map(word -> word.equals("portcullis.yaml") ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    assertThat(line.execute(arguments)).as(out.toString()).isZero();
    return out.toString();
  }

  private static String shell(String command) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", command)
            .directory(REPOSITORY.toFile())
            .redirectErrorStream(true)
            .start();
    return new String(shell.getInputStream().readAllBytes(), UTF_8);
  }

  private String demo() {
    Auth0Emulator tenant = Auth0Emulator.start(EmulatorSettings.defaults());
    running.add(tenant);
    Settings settings = DemoSettings.of(new DemoPorts(0, 0, 0, 0), tenant);
    Gateway.Running gateway = ProductionComponent.gateway(settings).start();
    running.add(gateway);
    ports.put("8787", "" + gateway.port());
    ports.put("8789", "" + tenant.baseUri().getPort());
    ports.put("8790", "" + gateway.port("pages"));
    return "";
  }

  private String emulator() {
    Auth0Emulator emulator = Auth0Emulator.start(EmulatorSettings.defaults());
    running.add(emulator);
    ports.put("8791", "" + emulator.baseUri().getPort());
    ports.put("8080", "0");
    ports.put("9090", "0");
    return "";
  }

  private String serve() {
    Settings settings =
        SettingsSource.load(folder.resolve("portcullis.yaml"), Map.of())
            .flatMap(SettingsReader::read)
            .get();
    Gateway.Running gateway = ProductionComponent.gateway(settings).start();
    running.add(gateway);
    ports.put("8080", "" + gateway.port());
    ports.put("9090", "" + gateway.operatorsPort());
    return "";
  }

  private static void caddyOrSkip() {
    Path caddy = Path.of("/usr/bin/caddy");
    String missing = "no " + caddy + "; apt-get install -y caddy";
    boolean there = Files.isExecutable(caddy);
    if (System.getProperty("portcullis.proxies", "").equals("required")) {
      assertThat(there).as(missing).isTrue();
    }
    Assumptions.assumeTrue(there, missing);
  }

  private static String freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "" + probe.getLocalPort();
    }
  }

  /** Starts a command that keeps running, with its admin endpoint off; returns when it listens. */
  private String caddy(String command) throws Exception {
    String example = "examples/forward-auth/Caddyfile";
    Path file =
        Files.writeString(
            folder.resolve("Caddyfile"),
            "{\n\tadmin off\n}\n" + here(Files.readString(REPOSITORY.resolve(example))));
    Path log = Files.createTempFile(folder, "caddy", ".log");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", here(command).replace(example, file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    running.add(
        () -> {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
          process.waitFor();
        });
    awaitListening(Integer.parseInt(ports.get(command.contains("9000") ? "9000" : "8000")), log);
    return "";
  }

  private static void awaitListening(int port, Path log) throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected()) {
          return;
        }
      } catch (ConnectException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new AssertionError("it does not listen: " + Files.readString(log));
  }

  /** With the ports that are in use here. */
  private String here(String text) {
    String replaced = text;
    for (Map.Entry<String, String> port : ports.entrySet()) {
      replaced = replaced.replace("127.0.0.1:" + port.getKey(), "127.0.0.1:" + port.getValue());
    }
    return replaced;
  }
}
