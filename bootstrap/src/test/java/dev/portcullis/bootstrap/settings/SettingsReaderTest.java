package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

  private static final String MINIMAL =
      """
      client-ip:
        trusted-proxies: 10.0.0.0/8
      auth0:
        domain: example.eu.auth0.com
        client-id: abc
        client-secret: s3cret-value
      """;

  @TempDir private Path directory = Path.of(".");

  @Test
  void a_minimal_file_has_defaults_for_the_rest() {
    Settings settings = read(MINIMAL).get();

    assertThat(settings.http().users().head().on().where()).hasToString("0.0.0.0:8080");
    assertThat(settings.http().operators().where()).hasToString("127.0.0.1:9090");
    assertThat(settings.http().limits().drain()).isEqualTo(Duration.ofSeconds(25));
    assertThat(settings.http().users().head().address().policy().directAccess())
        .isEqualTo(DirectAccess.REJECT);
    assertThat(settings.auth0().tenant()).isEqualTo(URI.create("https://example.eu.auth0.com"));
    assertThat(settings.auth0().clientAuthentication())
        .isEqualTo(ClientAuthentication.CLIENT_SECRET_POST);
    assertThat(settings.auth0().realm()).isEqualTo(Option.none());
    assertThat(settings.passwordReset())
        .isEqualTo(new ResetSettings.ByEmail("Username-Password-Authentication"));
    assertThat(settings.log().format()).isEqualTo(LogSetup.Format.AUTO);
  }

  @Test
  void every_key_can_be_written() {
    Settings settings =
        read("""
        listen: {users: "[::1]:18080", operators: 127.0.0.1:0, drain: 6s, idle: 2m}
        client-ip:
          trusted-proxies: [10.0.0.0/8, "2001:db8::/32"]
          direct-access: allow
          private-result: {allow: [192.168.0.0/16]}
        auth0:
          domain: http://127.0.0.1:8789
          client-id: abc
          client-secret: s3cret-value
          authentication-method: client_secret_basic
          realm: Users
          audience: https://api.example.com
          scope: openid profile
          text-401-is-wrong-credentials: true
          connect-timeout: 500ms
          total-timeout: 3s
          max-connections: 7
          idle-timeout: 5s
        password-reset: {method: hand-off, page: "https://example.com/reset"}
        log: {format: json, level: debug}
        """)
            .get();

    assertThat(settings.http().users().head().on().where().toString()).startsWith("[::1]:");
    assertThat(settings.http().users().head().address().policy().trustedProxies().ranges())
        .hasSize(2);
    assertThat(settings.http().users().head().address().policy().privateResult().toString())
        .contains("192.168.0.0/16");
    assertThat(settings.auth0().transport().connectTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.auth0().transport().maxConnections()).isEqualTo(7);
    assertThat(settings.auth0().scope()).isEqualTo(Option.of("openid profile"));
    assertThat(settings.auth0().text401IsWrongCredentials()).isTrue();
    assertThat(settings.passwordReset())
        .isEqualTo(new ResetSettings.HandOff("https://example.com/reset"));
  }

  @Test
  void resets_by_ticket_choices_of_callers_and_names_in_the_log_are_read() {
    Settings settings =
        read(MINIMAL
                + """
                password-reset:
                  method: ticket
                  ticket: {client-id: m2m, client-secret: s3cret-value-of-m2m, lifetime: 10m}
                  delivery:
                    url: https://mailer.example.com/hook
                    secret: s3cret-value-of-gateway-and-mailer
                  limit: {per-user: 2, per-address: 9, window: 1h}
                callers:
                  may-choose: {audience: https://api.example.com, scope: [openid, email]}
                log: {identifier-key: s3cret-value-of-the-log}
                """)
            .get();

    assertThat(settings.passwordReset())
        .isInstanceOfSatisfying(
            ResetSettings.ByTicket.class,
            ticket -> {
              assertThat(ticket.management().audience()).endsWith(".auth0.com/api/v2/");
              assertThat(ticket.management().lifetime()).isEqualTo(Duration.ofMinutes(10));
              assertThat(ticket.delivery().url()).hasToString("https://mailer.example.com/hook");
            });
    assertThat(settings.resetLimits())
        .isEqualTo(new Settings.ResetLimits(2, 9, Duration.ofHours(1)));
    assertThat(settings.choices().scopes()).containsExactlyInAnyOrder("openid", "email");
    assertThat(settings.choices().realms()).isEmpty();
    assertThat(settings.toString()).doesNotContain("s3cret-value");
  }

  @Test
  void the_origins_of_callers_are_read_and_those_of_the_pages_are_their_own() {
    String pages =
        """
        pages: {enabled: true, origin: "https://login.example.com"}
        session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}
        """;

    Settings none = read(MINIMAL).get();
    Settings listed =
        read(MINIMAL
                + pages
                + "callers: {origins: [https://App.example.com:443/, capacitor://localhost]}")
            .get();

    assertThat(none.origins()).hasToString("CallerOrigins[own=, listed=]");
    assertThat(listed.origins())
        .hasToString(
            "CallerOrigins[own=https://login.example.com,"
                + " listed=capacitor://localhost https://app.example.com]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'*'", "'null'", "http://app.example.com", "https://a.example.com/path"})
  void an_origin_that_cannot_be_listed_is_named_with_its_fix(String origin) {
    Seq<SettingsProblem> problems =
        problems(MINIMAL + "callers: {origins: [https://app.example.com, " + origin + "]}");

    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).startsWith("callers.origins");
              assertThat(problem.fix()).contains("* and null cannot be listed");
            });
  }

  @Test
  void resets_by_ticket_name_everything_that_they_lack() {
    Seq<SettingsProblem> problems = problems(MINIMAL + "password-reset: {method: ticket}");

    assertThat(problems.map(SettingsProblem::key))
        .containsExactly(
            "password-reset.ticket.client-id",
            "password-reset.ticket.client-secret",
            "password-reset.delivery.url",
            "password-reset.delivery.secret");
  }

  @Test
  void every_problem_is_reported_at_once_with_its_key_its_line_and_its_fix() {
    Seq<SettingsProblem> problems =
        problems(
            """
            listen:
              users: 8080
              drain: 10
            client-ip:
              trusted-proxies: [10.0.0.1/8, proxy.example.com]
              direct-access: sometimes
            auth0:
              domain: http://example.eu.auth0.com
              client-id:
              client_secret: s3cret-value
              max-connections: 0
              connect-timeout: 20s
            """);

    assertThat(problems.map(problem -> problem.where() + " " + problem.key()))
        .containsExactlyInAnyOrder(
            "portcullis.yaml:2 listen.users",
            "portcullis.yaml:3 listen.drain",
            "portcullis.yaml:5 client-ip.trusted-proxies",
            "portcullis.yaml:6 client-ip.direct-access",
            "portcullis.yaml:8 auth0.domain",
            "portcullis.yaml:9 auth0.client-id",
            "portcullis.yaml auth0.client-secret",
            "portcullis.yaml:11 auth0.max-connections",
            "portcullis.yaml:10 auth0.client_secret");
    assertThat(problems.map(SettingsProblem::fix)).allSatisfy(fix -> assertThat(fix).isNotBlank());
    assertThat(problems.find(problem -> problem.key().equals("auth0.client_secret")).get().fix())
        .isEqualTo("did you mean auth0.client-secret?");
    assertThat(problems.mkString()).doesNotContain("s3cret-value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auth0.connect-timeout   | auth0: {connect-timeout: 20s}            | shorter
          password-reset.page     | password-reset: {method: hand-off}       | URL
          log.level               | log: {level: loud}                       | error
          log.identifiers         | log: {identifiers: none}                 | hashed
          log.identifier-key      | log: {identifier-key: s3cret-value}      | 16
          password-reset.delivery.url | password-reset: {delivery: {url: "http://example.com"}} | https
          password-reset.delivery.secret | password-reset: {delivery: {secret: s3cret-value}} | 32
          password-reset.limit.per-user | password-reset: {limit: {per-user: 0}} | 1 to 1000
          auth0.domain            | auth0: {domain: "https://a.b/path"}      | a domain
          auth0.client-id         | auth0: {client-id: [a, b]}               | one value
          listen.users            | listen: {users: "::1:80"}                | host:port
          listen.users            | listen: {users: "127.0.0.1:65536"}       | 65535
          listen.drain            | listen: {drain: 19s}                     | at least 20s
          auth0.realms            | auth0: {realms: x}                       | auth0.realm
          """)
  void a_wrong_value_says_what_is_right(String key, String line, String fix) {
    Seq<SettingsProblem> problems =
        line.startsWith("auth0")
            ? problems(
                "client-ip: {trusted-proxies: 10.0.0.0/8}\n"
                    + line.replace(
                        "auth0: {",
                        "auth0: {"
                            + unless(line, "domain", "example.eu.auth0.com")
                            + unless(line, "client-id", "abc")
                            + "client-secret: s3cret-value, "))
            : problems(MINIMAL + line);

    assertThat(problems).hasSize(1);
    assertThat(problems.head().key()).isEqualTo(key);
    assertThat(problems.head().fix()).contains(fix);
  }

  private static String unless(String line, String key, String value) {
    return line.contains("{" + key + ":") ? "" : key + ": " + value + ", ";
  }

  @Test
  void a_gateway_that_would_refuse_every_request_is_refused() {
    Seq<SettingsProblem> problems = problems(MINIMAL.replace("10.0.0.0/8", "[]"));

    assertThat(problems.map(SettingsProblem::key)).containsExactly("client-ip.trusted-proxies");
  }

  @Test
  void the_environment_overrides_the_file() {
    Settings settings =
        read(
                MINIMAL,
                HashMap.of(
                    "PORTCULLIS_AUTH0_CLIENT_ID", "from-environment",
                    "PORTCULLIS_CLIENT_IP_TRUSTED_PROXIES", "10.1.0.0/16, 10.2.0.0/16",
                    "PORTCULLIS_LISTEN_USERS", "127.0.0.1:1"))
            .get();

    assertThat(settings.auth0().clientId()).isEqualTo("from-environment");
    assertThat(settings.http().users().head().address().policy().trustedProxies().ranges())
        .hasSize(2);
    assertThat(settings.http().users().head().on().where()).hasToString("127.0.0.1:1");
  }

  @Test
  void an_unknown_variable_with_our_prefix_is_refused() {
    Seq<SettingsProblem> problems =
        read(MINIMAL, HashMap.of("PORTCULLIS_AUTH0_CLIENTID", "x")).getError();

    assertThat(problems.map(SettingsProblem::where))
        .containsExactly("environment variable PORTCULLIS_AUTH0_CLIENTID");
  }

  @Test
  void what_kubernetes_and_the_launcher_set_is_left_alone() {
    Map<String, String> environment =
        HashMap.of(
            "PORTCULLIS_PORT", "tcp://10.0.0.1:80",
            "PORTCULLIS_PORT_80_TCP", "tcp://10.0.0.1:80",
            "PORTCULLIS_SERVICE_HOST", "10.0.0.1",
            "PORTCULLIS_JAVA_OPTS", "-Xmx1g");

    assertThat(read(MINIMAL, environment).isValid()).isTrue();
  }

  @Test
  void a_secret_comes_from_a_variable_or_a_file() throws IOException {
    Files.writeString(directory.resolve("secret"), "from-file\n");
    String byVariable = MINIMAL.replace("s3cret-value", "${AUTH0_SECRET}");
    String byFile = MINIMAL.replace("s3cret-value", "file:secret");

    assertThat(read(byVariable, HashMap.of("AUTH0_SECRET", "from-variable")).isValid()).isTrue();
    assertThat(read(byFile).isValid()).isTrue();
    assertThat(problems(byVariable).head().problem())
        .isEqualTo("environment variable AUTH0_SECRET is not set");
    assertThat(problems(MINIMAL.replace("s3cret-value", "file:missing")).head().problem())
        .isEqualTo("cannot read the file missing");
  }

  @Test
  void a_secret_with_characters_that_no_header_carries_is_refused_without_being_shown()
      throws IOException {
    Files.writeString(directory.resolve("secret"), "two\nlines-of-secret");

    Seq<SettingsProblem> problems = problems(MINIMAL.replace("s3cret-value", "file:secret"));

    assertThat(problems).hasSize(1);
    assertThat(problems.mkString())
        .contains("auth0.client-secret")
        .doesNotContain("lines-of-secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auth0: [                                  | portcullis.yaml:1
          'auth0: {client-secret: "s3cret-value'    | portcullis.yaml:1
          - a list                                  | portcullis.yaml:1
          'a: &x {b: s3cret-value}\nc: *x'          | portcullis.yaml
          'client-secret: *s3cret-value'            | portcullis.yaml:1
          'log: {}\n---\nauth0: {}'                 | portcullis.yaml:3
          'auth0.client-secret: s3cret-value'       | portcullis.yaml:1
          """)
  void what_is_not_a_mapping_in_yaml_is_located_and_not_quoted(String yaml, String where) {
    Seq<SettingsProblem> problems = problems(yaml.replace("\\n", "\n"));

    assertThat(problems.head().where()).startsWith(where);
    assertThat(problems.mkString()).doesNotContain("s3cret-value");
  }

  @Test
  void a_key_given_twice_is_refused() {
    Seq<SettingsProblem> problems = problems(MINIMAL + "auth0:\n  realm: x\n");

    assertThat(problems.map(problem -> problem.where() + " " + problem.problem()))
        .containsExactly("portcullis.yaml:7 given twice");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    Seq<SettingsProblem> problems =
        SettingsReader.read(directory.resolve("nowhere.yaml"), java.util.Map.of()).getError();

    assertThat(problems.head().problem()).isEqualTo("no such file");
  }

  @Test
  void every_key_has_a_type_a_default_and_a_meaning() {
    assertThat(SettingsReader.known())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            setting -> {
              assertThat(setting.type()).isNotBlank();
              assertThat(setting.fallback()).isNotBlank();
              assertThat(setting.meaning()).endsWith(".");
            });
  }

  private Validation<Seq<SettingsProblem>, Settings> read(String yaml) {
    return read(yaml, HashMap.empty());
  }

  private Validation<Seq<SettingsProblem>, Settings> read(
      String yaml, Map<String, String> environment) {
    return SettingsReader.read(new SettingsSource("portcullis.yaml", directory, yaml, environment));
  }

  private Seq<SettingsProblem> problems(String yaml) {
    return read(yaml).getError();
  }
}
