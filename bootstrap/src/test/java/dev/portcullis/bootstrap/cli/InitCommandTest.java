package dev.portcullis.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code portcullis init}: from nothing to settings that are right for a proxy. */
@Isolated
class InitCommandTest {

  private static final String ASKS = "portcullis.asks";
  private static final String CALLED = "portcullis.called";
  private static final String SECRET = "s3cret-value";

  @TempDir private Path directory = Path.of(".");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final InputStream in = System.in;

  @AfterEach
  void leave_the_terminal() {
    System.clearProperty(ASKS);
    System.clearProperty(CALLED);
    System.setIn(in);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nginx      |                         | 127.0.0.1    | X-Forwarded-For: 9.9.9.9, 8.8.8.8
          haproxy    |                         | ::1          | X-Forwarded-For: 9.9.9.9, 8.8.8.8
          caddy      | 10.0.3.4                | 10.0.3.4     | X-Forwarded-For: 8.8.8.8
          traefik    | 10.0.3.0/24             | 10.0.3.7     | X-Forwarded-For: 8.8.8.8
          alb        | 10.0.3.0/24,10.0.4.0/24 | 10.0.4.7     | X-Forwarded-For: 9.9.9.9, 8.8.8.8
          cloudflare |                         | 173.245.48.5 | CF-Connecting-IP: 8.8.8.8
          none       |                         | 8.8.8.8      | X-Forwarded-For: 9.9.9.9
          """)
  void what_is_written_passes_the_check_and_finds_the_user(
      String proxy, String from, String peer, String header) throws IOException {
    Files.writeString(directory.resolve("client-secret"), SECRET);

    int written =
        from == null ? init("--proxy", proxy) : init("--proxy", proxy, "--proxy-from", from);
    int checked = run("check-config", "--config", file().toString());
    String report = out.toString();
    out.getBuffer().setLength(0);
    int resolved = resolve(peer, header);

    assertThat(written).as(err.toString()).isZero();
    assertThat(checked).as(report).isZero();
    assertThat(resolved).as(out.toString()).isZero();
    assertThat(out.toString()).startsWith("8.8.8.8  (");
    assertThat(Files.readString(file())).contains("# ").doesNotContain(SECRET);
  }

  @Test
  void on_a_laptop_without_a_proxy_this_machine_is_the_user() throws IOException {
    int written = init("--proxy", "none");
    out.getBuffer().setLength(0);
    int resolved = resolve("127.0.0.1:40000", "User-Agent: curl");

    assertThat(written).as(err.toString()).isZero();
    assertThat(resolved).as(out.toString()).isZero();
    assertThat(out.toString()).startsWith("127.0.0.1  (direct)");
    assertThat(Files.readString(file())).contains("users: 127.0.0.1:8080");
  }

  @Test
  void a_person_at_a_terminal_is_asked_and_the_secret_gets_a_file_of_its_own() throws IOException {
    answering("apache", "nginx", "", "example.eu.auth0.com", "abc", SECRET);

    int code = run("init", "--config", file().toString());

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("apache: not in the list; for other proxies see docs/");
    assertThat(Files.readString(file()))
        .contains(
            "trusted-proxies: [\"127.0.0.0/8\", \"::1\"]",
            "domain: \"example.eu.auth0.com\"",
            "client-id: \"abc\"",
            "client-secret: \"file:client-secret\"")
        .doesNotContain(SECRET);
    assertThat(Files.readString(directory.resolve("client-secret")).strip()).isEqualTo(SECRET);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("client-secret"))))
        .isEqualTo("rw-------");
    assertThat(run("check-config", "--config", file().toString())).as(out.toString()).isZero();
  }

  @Test
  void blanks_around_an_answer_do_not_count() throws IOException {
    answering("  nginx ", " ", " example.eu.auth0.com\t", " abc ", " " + SECRET + " ");

    int code = run("init", "--config", file().toString());

    assertThat(code).as(err.toString()).isZero();
    assertThat(Files.readString(file()))
        .contains(
            "trusted-proxies: [\"127.0.0.0/8\", \"::1\"]",
            "domain: \"example.eu.auth0.com\"",
            "client-id: \"abc\"");
    assertThat(Files.readString(directory.resolve("client-secret")).strip()).isEqualTo(SECRET);
  }

  @Test
  void a_domain_that_is_none_is_asked_for_again_before_the_next_question() throws IOException {
    answering("nginx", "", "my tenant", "example.eu.auth0.com", "abc", SECRET);

    int code = run("init", "--config", file().toString());

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsSubsequence(
            "The tenant's domain: ",
            "example.eu.auth0.com",
            "The tenant's domain: ",
            "The application's Client ID: ");
    assertThat(Files.readString(file())).contains("domain: \"example.eu.auth0.com\"");
  }

  @Test
  void a_given_domain_that_is_none_is_refused_before_the_first_question() {
    answering();

    int code = run("init", "--config", file().toString(), "--domain", "my tenant");

    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("auth0.domain", "Nothing was written.");
  }

  @Test
  void an_input_that_ends_early_leaves_no_file() {
    answering("nginx");

    int code = run("init", "--config", file().toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("nothing was written");
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          init                            | Pass --proxy NAME, --domain DOMAIN, --client-id ID: stdin
          init --proxy alb --domain example.eu.auth0.com --client-id a | Pass --proxy-from RANGE:
          init --proxy none --proxy-from 10.0.0.0/8 | --proxy-from has no effect with --proxy none
          init --proxy apache             | --proxy
          """)
  void without_a_terminal_nothing_is_asked_and_what_is_missing_is_named(String line, String named) {
    int code = run((line + " --config " + file()).split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines().findFirst().orElseThrow()).contains(named);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void settings_that_exist_are_overwritten_only_on_request() throws IOException {
    Files.writeString(file(), "mine");

    int kept = init("--proxy", "nginx");
    String afterwards = Files.readString(file());
    int forced = init("--proxy", "nginx", "--force");

    assertThat(kept).isEqualTo(1);
    assertThat(err.toString()).contains("exists (pass --force");
    assertThat(afterwards).isEqualTo("mine");
    assertThat(forced).as(err.toString()).isZero();
    assertThat(Files.readString(file())).contains("# Portcullis behind nginx");
  }

  @Test
  void a_secret_that_is_missing_is_the_first_thing_to_do_next() {
    int code = init("--proxy", "nginx");

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("1. Write the application's Client Secret into ");
  }

  @Test
  void the_next_steps_are_commands_for_the_same_shell_and_include_the_doctor() throws IOException {
    Files.writeString(directory.resolve("client-secret"), SECRET);
    System.setProperty(CALLED, "./portcullis");

    int code = init("--proxy", "nginx");

    String with = " --config " + file();
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString().lines().map(String::strip))
        .containsSubsequence(
            "1. ./portcullis check-config" + with,
            "3. Fill in management and doctor in " + file() + ", then:",
            "./portcullis doctor" + with,
            "4. ./portcullis serve" + with);
  }

  @Test
  void the_usage_to_look_at_is_a_command_for_the_same_shell() {
    System.setProperty(CALLED, "/opt/a $1/portcullis");

    int code = run("init", "--prox", "nginx");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).endsWith("See /opt/a $1/portcullis init --help\n");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "10.0.3.4, false"})
  void a_proxy_on_this_machine_comes_with_how_to_try_it_here(String from, boolean isSaid)
      throws IOException {
    int code = init("--proxy", "nginx", "--proxy-from", from);

    assertThat(code).as(err.toString()).isZero();
    assertThat(Files.readString(file()).contains("#try-it-on-one-machine")).isEqualTo(isSaid);
    assertThat(Path.of("..", "docs", "how-to", "client-address.md"))
        .content()
        .contains("### Try it on one machine");
  }

  @Test
  void the_settings_of_the_doctor_are_prepared_as_comments() throws IOException {
    Files.writeString(directory.resolve("client-secret"), SECRET);
    Files.writeString(directory.resolve("management-secret"), SECRET);
    Files.writeString(directory.resolve("canary-password"), SECRET);
    int written = init("--proxy", "nginx");
    String filledIn =
        Files.readString(file())
            .replaceAll("(?m)^# (management:|doctor:|  .*)$", "$1")
            .replace("YOUR_MANAGEMENT_CLIENT_ID", "m2m")
            .replace("YOUR_TEST_USER", "canary@example.com")
            .replace("YOUR_PUBLIC_ADDRESS", "8.8.8.8");
    Files.writeString(file(), filledIn);

    int checked = run("check-config", "--config", file().toString());

    assertThat(written).as(err.toString()).isZero();
    assertThat(filledIn).contains("\nmanagement:\n", "\ndoctor:\n  canary:\n    username: canary@");
    assertThat(checked).as(out.toString()).isZero();
  }

  @Test
  void a_secret_file_that_exists_is_kept() throws IOException {
    Files.writeString(directory.resolve("origin-secret"), "a secret that is in use already");

    int code = init("--proxy", "cloudflare");

    assertThat(code).as(err.toString()).isZero();
    assertThat(directory.resolve("origin-secret")).hasContent("a secret that is in use already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.eu.auth0.com/x?y", "two words", "a\"\nb: c"})
  void what_the_check_would_refuse_is_not_written(String domain) {
    int code =
        run(
            "init",
            "--config",
            file().toString(),
            "--proxy",
            "nginx",
            "--domain",
            domain,
            "--client-id",
            "abc");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("auth0.domain", "Nothing was written.");
    assertThat(directory).isEmptyDirectory();
  }

  private int init(String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "init",
                "--config",
                file().toString(),
                "--domain",
                "example.eu.auth0.com",
                "--client-id",
                "abc"));
    line.addAll(List.of(more));
    return run(line.toArray(String[]::new));
  }

  private int resolve(String peer, String header) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of("resolve-ip", "--config", file().toString(), "--peer", peer, "-H", header));
    Path secret = directory.resolve("origin-secret");
    if (Files.exists(secret)) {
      line.addAll(List.of("-H", "X-Origin-Secret: " + Files.readString(secret).strip()));
    }
    return run(line.toArray(String[]::new));
  }

  private static void answering(String... lines) {
    System.setProperty(ASKS, "true");
    System.setIn(new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(UTF_8)));
  }

  private Path file() {
    return directory.resolve("portcullis.yaml");
  }

  private int run(String... arguments) {
    return PortcullisCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
