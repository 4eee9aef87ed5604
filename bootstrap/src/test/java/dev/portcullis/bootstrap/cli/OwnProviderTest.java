package dev.portcullis.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.login.port.AttemptLimiter.Admission.Refused;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.bootstrap.extension.ConfiguredProvider;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.extension.Extensions.ProviderSection;
import dev.portcullis.bootstrap.extension.OpenProvider;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.ProviderReply;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands of a program that logs in at a directory: none speaks of Auth0. */
@Isolated
class OwnProviderTest {

  private static final Extensions LDAP =
      Extensions.NONE.withProvider(
          new ProviderSection(
              "ldap",
              section ->
                  section
                      .required("host", ValueType.TEXT, "The directory's host.")
                      .map(
                          host ->
                              ConfiguredProvider.of(
                                  host, Duration.ofSeconds(5), OwnProviderTest::opened))));

  private static final String GOOD =
      """
      client-ip: {trusted-proxies: 10.0.0.0/8}
      ldap: {host: ldap.example.com}
      """;

  @TempDir private Path directory = Path.of(".");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "help",
        "serve --help",
        "check-config --help",
        "resolve-ip --help",
        "verify-url --help",
        "completion --help",
        "version --help",
        "",
        "xyz",
      })
  void help_and_wrong_command_lines_speak_of_the_provider_alone(String command) {
    int unused = run(command);

    assertThat(printed())
        .isNotBlank()
        .doesNotContainIgnoringCase("auth0")
        .doesNotContain("tenant", "doctor", "init ");
  }

  @Test
  void help_names_the_provider() {
    int code = run("--help");

    assertThat(code).isZero();
    assertThat(printed())
        .contains("in front of ldap", "serve", "check-config", "resolve-ip", "verify-url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "check-config", "resolve-ip --peer 203.0.113.7", "verify-url /"})
  void a_missing_file_is_not_to_be_written_by_a_command_for_auth0(String command) {
    int code = run(command + " --config " + directory.resolve("none.yaml"));

    assertThat(code).isEqualTo(1);
    assertThat(printed())
        .contains("no such file; name an existing file with --config FILE")
        .doesNotContain("init");
  }

  @Test
  void the_shipped_program_still_names_the_command_that_writes_a_file() {
    PortcullisCommand.commandLine(Extensions.NONE, Vector.empty())
        .setErr(new PrintWriter(err, true))
        .setOut(new PrintWriter(out, true))
        .execute("check-config", "--config", directory.resolve("none.yaml").toString());

    assertThat(printed()).contains("or write one with portcullis init");
  }

  @Test
  void every_problem_of_the_common_settings_is_reported_without_auth0() throws IOException {
    String file =
        file(
            """
            listen: {drain: 1s}
            client-ip: {source: header}
            password-reset: {method: email}
            callers: {may-choose: [audience]}
            log: {format: none}
            pages: {enabled: true}
            session: {keys: short}
            forward-auth: {enabled: 7}
            """);

    int code = run("check-config --config " + file);

    assertThat(code).isEqualTo(1);
    assertThat(printed())
        .contains("ldap.host: missing")
        .contains("password-reset.method: not usable: email")
        .contains("callers.may-choose")
        .contains("log.format")
        .doesNotContainIgnoringCase("auth0")
        .doesNotContain("tenant");
  }

  @Test
  void pages_are_reported_with_their_line_beside_a_method_of_resets_that_is_not_usable()
      throws IOException {
    String file =
        file(
            GOOD
                + """
                password-reset: {method: email}
                pages: {enabled: true, origin: "https://login.example.com"}
                session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, revoked: memory}
                """);

    int unused = run("check-config --config " + file);

    assertThat(printed())
        .contains(
            ":4: pages.enabled: true, while the provider has no second factors, no refresh"
                + " tokens, for which");
  }

  @Test
  void what_auth0_alone_has_is_called_so() throws IOException {
    String file =
        file(
            GOOD
                + """
                auth0: {domain: example.eu.auth0.com}
                management: {client-id: abc}
                doctor: {every: 1h}
                """);

    int unused = run("check-config --config " + file);

    assertThat(printed())
        .contains(":3: auth0.domain: for Auth0 alone, and logins go to ldap")
        .contains(":4: management.client-id: for Auth0 alone, and logins go to ldap")
        .contains(":5: doctor.every: for Auth0 alone, and logins go to ldap");
  }

  @Test
  void an_unknown_key_in_the_providers_section_is_told_which_keys_there_are() throws IOException {
    String file =
        file(
            """
            client-ip: {trusted-proxies: 10.0.0.0/8}
            ldap: {host: ldap.example.com, search-base: "dc=example"}
            """);

    int code = run("check-config --config " + file);

    assertThat(code).isEqualTo(1);
    assertThat(printed())
        .contains(":2: ldap.search-base: unknown key\n    remove it; ldap has host\n");
  }

  @Test
  void a_limit_of_resets_that_the_provider_does_not_have_is_warned_about() throws IOException {
    String file = file(GOOD + "password-reset: {limit: {per-user: 5}}\n");

    int code = run("check-config --config " + file);

    assertThat(code).isZero();
    assertThat(printed())
        .contains(
            """
            :3: password-reset.limit.per-user: without effect: ldap does not reset passwords
                remove it
            """)
        .doesNotContain("resetLimiter");
  }

  @Test
  void the_files_of_tls_are_read_for_any_provider() throws IOException {
    String file = file(GOOD + "listen: {tls: {certificate: none.crt, key: none.key}}\n");

    int code = run("check-config --config " + file);

    assertThat(code).isEqualTo(1);
    assertThat(printed()).contains("portcullis.yaml:3: listen.tls.certificate: no such file: ");
  }

  @Test
  void a_reset_limiter_that_counts_nothing_is_warned_about() throws IOException {
    String file = file(GOOD);

    int code = run(LDAP.withResetLimiter(subject -> Option.none()), "check-config", file);

    assertThat(code).isZero();
    assertThat(printed())
        .contains("the program's reset limiter: without effect: ldap does not reset passwords");
  }

  @Test
  void limits_beside_limiters_of_the_programs_own_are_warned_about() throws IOException {
    String file =
        file(
            GOOD
                + """
                password-reset: {method: hand-off, page: "https://www.example.com/reset", limit: {window: 1h}}
                limits: {per-user: {window: 1h}}
                """);

    int code =
        run(
            LDAP.withResetLimiter(subject -> Option.none())
                .withAttemptLimiter(
                    subject -> new Refused(AttemptLimit.TOTAL, Duration.ofSeconds(1))),
            "check-config",
            file);

    assertThat(code).isZero();
    assertThat(printed())
        .contains(
            ":3: password-reset.limit.window: without effect: the program counts password resets",
            ":4: limits.per-user.window: without effect: the program counts login attempts by a")
        .doesNotContain("does not reset passwords");
  }

  @Test
  void limits_of_the_shipped_program_have_an_effect() throws IOException {
    String file =
        file(
            GOOD
                + """
                password-reset: {method: hand-off, page: "https://www.example.com/reset", limit: {window: 1h}}
                limits: {per-user: {window: 1h}}
                """);

    int code = run("check-config --config " + file);

    assertThat(code).isZero();
    assertThat(printed()).doesNotContain("warning");
  }

  private static OpenProvider opened() {
    return OpenProvider.of(
        Provider.of(
            (credentials, request, client) -> ProviderReply.of(new LoginOutcome.WrongCredentials()),
            what -> "Fix " + what + "."));
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("portcullis.yaml"), yaml).toString();
  }

  private String printed() {
    return out + err.toString();
  }

  private int run(String command) {
    return execute(LDAP, command.isEmpty() ? new String[0] : command.split(" ", -1));
  }

  private int run(Extensions extensions, String command, String file) {
    return execute(extensions, command, "--config", file);
  }

  private int execute(Extensions extensions, String... arguments) {
    CommandLine line = PortcullisCommand.commandLine(extensions, Vector.empty());
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
