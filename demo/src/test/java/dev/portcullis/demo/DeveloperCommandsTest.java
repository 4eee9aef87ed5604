package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DeveloperCommandsTest {

  @TempDir private Path directory = Path.of(".");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"demo", "emulator", "serve", "doctor"})
  void every_command_explains_itself(String command) {
    int code = run(command, "--help");

    assertThat(code).isEqualTo(0);
    assertThat(out.toString()).contains("Usage: portcullis " + command);
  }

  @Test
  void the_emulator_alone_is_a_program_with_the_same_options_and_messages() {
    CommandLine alone = EmulatorMain.commandLine();
    alone.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    int help = alone.execute("--help");
    int wrong = alone.execute("--prot", "1");

    assertThat(help).isEqualTo(0);
    assertThat(out.toString()).contains("Usage: auth0-emulator", "--tenant", "--data");
    assertThat(wrong).isEqualTo(2);
    assertThat(err.toString()).contains("--prot: no such option (did you mean --port?)");
  }

  @Test
  void help_names_the_production_commands_too() {
    int code = run("--help");

    assertThat(code).isEqualTo(0);
    assertThat(out.toString())
        .contains("demo", "emulator", "serve", "check-config", "doctor", "resolve-ip", "version");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                              | Name a command
          dmeo                | dmeo: no such command (did you mean demo?)
          demo --prot 1       | --prot: no such option (did you mean --port?)
          demo --port abc     | --port: abc (expected: a whole number)
          emulator --https-port 1e3   | --https-port: 1e3 (expected: a whole number)
          demo --port 70000   | expected: 1 to 65000
          emulator --port -1  | expected: 0 to 65535
          emulator --https-port 65536 --tls-dir x | --https-port: 65536 (expected: 0 to 65535)
          emulator --password-hashing md5   | --password-hashing: md5 (expected: one of bcrypt:4..31
          emulator --breached no.txt                    | no.txt: cannot be read
          """)
  void a_wrong_command_line_is_one_line_and_where_the_usage_is(String line, String named) {
    int code = line == null ? run() : run(line.split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(2);
    assertThat(err.toString().lines().findFirst().orElseThrow()).contains(named);
    assertThat(err.toString()).containsPattern("\\nSee portcullis( [a-z-]+)? --help\\s*$");
  }

  @Test
  void the_schema_of_tenant_files_is_printed() throws IOException {
    int code = run("emulator", "--print-schema");

    assertThat(code).isEqualTo(0);
    assertThat(new ObjectMapper().readTree(out.toString()).path("properties").has("users"))
        .isTrue();
  }

  @Test
  void every_mistake_of_a_tenant_file_is_listed_and_ends_with_2() throws IOException {
    int code = run("emulator", "--tenant", file("user: []\nemulator: {bcrypt_cost: 3}"));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .contains(":1:1: user: unknown key (did you mean users?)")
        .contains(":2:12: emulator.bcrypt_cost: 3 (expected: a whole number from 4 to 31)")
        .contains("2 mistakes")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void the_ports_of_the_demo_and_of_the_emulator_do_not_meet() {
    DemoPorts demo = DemoPorts.from(DemoPorts.DEFAULT_USERS);
    int last = DemoPorts.DEFAULT_USERS + demo.getClass().getRecordComponents().length - 1;

    assertThat(DemoPorts.DEFAULT_EMULATOR).isGreaterThan(last);
    assertThat(DemoPorts.DEFAULT_EMULATOR_HTTPS)
        .isGreaterThan(last)
        .isNotEqualTo(DemoPorts.DEFAULT_EMULATOR);
  }

  @ParameterizedTest
  @CsvSource({"--port, --port 0", "--https-port, --port 0 --tls-dir DIR --https-port 0"})
  void a_port_in_use_is_named_with_its_option_and_what_may_hold_it(String option, String line)
      throws IOException {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String taken = option + " " + holder.getLocalPort();

      int code =
          run(
              ("emulator " + line.replace(option + " 0", taken))
                  .replace("DIR", directory.toString())
                  .split(" "));

      assertThat(code).isEqualTo(1);
      assertThat(err.toString())
          .contains("127.0.0.1:" + holder.getLocalPort(), "by a demo", "with " + option + " N");
    }
  }

  @Test
  void a_tls_folder_that_cannot_be_used_is_named_and_ends_the_tenant() throws IOException {
    String file = Files.writeString(directory.resolve("file"), "not a folder").toString();

    int code = run("emulator", "--port", "0", "--tls-dir", file);

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("portcullis: TLS folder " + file);
  }

  @Test
  void the_demo_ends_with_0_when_all_is_as_expected() throws IOException {
    int code = run("demo", "--json", "--port", "28787");

    assertThat(code).isEqualTo(0);
    JsonNode tour = new ObjectMapper().readTree(out.toString());
    assertThat(tour.path("ok").asBoolean()).isTrue();
    assertThat(tour.path("stops")).hasSize(23);
  }

  @ParameterizedTest
  @CsvSource({
    "--json, 28887, \"ok\":false",
    "--once, 28987, the gateway in front of it at http://127.0.0.1:28987.",
  })
  void the_demo_ends_with_1_when_a_login_is_not_as_expected(String option, int port, String shown)
      throws Exception {
    // The tenant listens on the third port, and answers the next login otherwise.
    CompletableFuture<Void> spoiled =
        CompletableFuture.runAsync(() -> spoil(URI.create("http://127.0.0.1:" + (port + 2))));

    int code = run("demo", option, "--port", Integer.toString(port));

    spoiled.get(1, TimeUnit.SECONDS);
    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains("502 unavailable", shown);
  }

  /** Prepares one answer as soon as the tenant is there. */
  private static void spoil(URI tenant) {
    HttpRequest prepared =
        HttpRequest.newBuilder(tenant.resolve("/emulator/next-answers"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString("{\"status\":503,\"body\":\"{}\",\"delivery\":\"whole\"}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (true) {
        try {
          int status = http.send(prepared, BodyHandlers.discarding()).statusCode();
          assertThat(status).isBetween(200, 299);
          return;
        } catch (IOException e) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("tenant.yaml"), yaml).toString();
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
