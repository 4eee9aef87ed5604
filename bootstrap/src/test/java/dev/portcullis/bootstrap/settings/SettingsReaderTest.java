package dev.portcullis.bootstrap.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptRule;
import dev.portcullis.application.login.AttemptRule.Action;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.doctor.check.Acceptance;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.emulator.tenant.DemoTenant;
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
import java.time.LocalDate;
import java.util.Locale;
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
  void accepted_risks_are_read_and_warned_of_after_their_last_day() {
    String accept =
        """
        doctor:
          accept:
            - {check: bot-detection, reason: hosted pages need it, until: 2026-12-31}
            - check: first-party
              reason: "ticket 7"
              until: 2026-01-15
        """;

    Seq<AcceptedRisk> risks = read(MINIMAL + accept).get().doctor().accepted();

    assertThat(risks.map(AcceptedRisk::acceptance))
        .containsExactly(
            new Acceptance("bot-detection", "hosted pages need it", LocalDate.of(2026, 12, 31)),
            new Acceptance("first-party", "ticket 7", LocalDate.of(2026, 1, 15)));
    assertThat(risks.flatMap(it -> it.warning(LocalDate.of(2026, 1, 15)))).isEmpty();
    assertThat(risks.flatMap(it -> it.warning(LocalDate.of(2026, 1, 16))).map(Object::toString))
        .singleElement()
        .asString()
        .contains("doctor.accept[1].until: 2026-01-15 is over, so first-party counts again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{check: bot-detektion, reason: r, until: 2026-12-31}] | doctor.accept[0].check | no such check: bot-detektion
          [{check: bot-detection, until: 2026-12-31}]            | doctor.accept[0].reason | missing
          [{check: bot-detection, reason: r}]                    | doctor.accept[0].until | missing
          [{check: bot-detection, reason: r, until: 31.12.2026}] | doctor.accept[0].until | not usable: 31.12.2026
          [{check: tls, reason: r, until: 2026-12-31, x: 1}]     | doctor.accept[0].x | unknown key
          [{check: tls, reason: r, until: 2026-12-31}, {check: tls, reason: s, until: 2026-12-31}] | doctor.accept[0].check | tls is accepted twice
          [tls]                                                  | doctor.accept | not a mapping
          tls                                                    | doctor.accept | not a list
          """)
  void an_accepted_risk_that_cannot_be_meant_is_a_problem(
      String accept, String key, String problem) {
    Seq<SettingsProblem> problems = read(MINIMAL + "doctor: {accept: " + accept + "}\n").getError();

    assertThat(problems.map(SettingsProblem::key)).containsExactly(key);
    assertThat(problems.head().problem()).isEqualTo(problem);
  }

  @Test
  void accepted_risks_of_the_environment_are_refused_instead_of_ignored() {
    Seq<SettingsProblem> problems =
        SettingsReader.read(
                new SettingsSource(
                    "portcullis.yaml",
                    directory,
                    MINIMAL,
                    HashMap.of("PORTCULLIS_DOCTOR_ACCEPT", "tls")))
            .getError();

    assertThat(problems.map(SettingsProblem::fix)).containsExactly("write it in the file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.168.1.7   | 192.168.1.7 is a reserved address, which no end user has
          192.0.2.10    | 192.0.2.10 is a reserved address, which no end user has
          fd00::1       | fd00::1 is a reserved address, which no end user has
          10.1.2.3      | 10.1.2.3 is one of client-ip.trusted-proxies
          8.8.4.4       | 8.8.4.4 is the gateway's own, by doctor.egress
          224.0.0.1     | no host can have it
          """)
  void a_canary_states_an_address_that_an_end_user_can_have(String address, String problem) {
    Validation<Seq<SettingsProblem>, Settings> settings = read(MINIMAL + canary(address));

    assertThat(settings.getError().map(SettingsProblem::key))
        .containsExactly("doctor.canary.address");
    assertThat(settings.getError().head().problem()).isEqualTo(problem);
  }

  @Test
  void a_canary_may_have_a_public_address_or_a_reserved_one_that_users_have() {
    Validation<Seq<SettingsProblem>, Settings> open = read(MINIMAL + canary("9.9.9.9"));
    Validation<Seq<SettingsProblem>, Settings> inside =
        read(
            MINIMAL.replace(
                    "trusted-proxies: 10.0.0.0/8",
                    "trusted-proxies: 10.0.0.0/8\n  private-result: {allow: [192.168.0.0/16]}")
                + canary("192.168.1.7"));

    assertThat(open.isValid()).isTrue();
    assertThat(inside.isValid()).isTrue();
  }

  private static String canary(String address) {
    return "doctor: {egress: [8.8.4.4], canary: {username: c, password: p, address: \"%s\"}}\n"
        .formatted(address);
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
          rate-limit: 30
          breaker-after: 3s
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
    assertThat(settings.protection().rateLimit()).contains(30);
    assertThat(settings.protection().breakerAfter()).contains(Duration.ofSeconds(3));
    assertThat(settings.protection().concurrent()).contains(7);
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
    assertThat(settings.resetLimits()).isEqualTo(new ResetLimits(2, 9, Duration.ofHours(1)));
    assertThat(settings.choices().scopes()).containsExactlyInAnyOrder("openid", "email");
    assertThat(settings.choices().realms()).isEmpty();
    assertThat(settings.toString()).doesNotContain("s3cret-value");
  }

  @Test
  void a_key_of_the_log_has_the_bytes_of_utf_8() {
    String key = "\u00e4\u20ac".repeat(4);

    Settings settings = read(MINIMAL + "log: {identifier-key: " + key + "}\n").get();

    assertThat(settings.log().identifiers())
        .isInstanceOfSatisfying(
            Settings.Identifiers.Hashed.class,
            hashed -> assertThat(hashed.key().get().bytes()).isEqualTo(key.getBytes(UTF_8)));
  }

  @Test
  void without_limits_attempts_are_watched_by_the_documented_figures() {
    AttemptLimits limits = read(MINIMAL).get().attemptLimits();

    assertThat(limits).hasToString(AttemptLimits.watch().toString());
  }

  @Test
  void a_preset_and_what_differs_from_it_are_read() {
    AttemptLimits limits =
        read(MINIMAL
                + """
                limits:
                  preset: protect
                  wait: 500ms
                  per-address: {attempts: 50, window: 10m}
                  per-user: {action: refuse}
                  total: {action: off}
                """)
            .get()
            .attemptLimits();

    assertThat(limits)
        .hasToString(
            AttemptLimits.protect()
                .withWait(Duration.ofMillis(500))
                .with(
                    AttemptLimit.PER_ADDRESS,
                    new AttemptRule(50, Duration.ofMinutes(10), Action.REFUSE))
                .with(
                    AttemptLimit.PER_USER,
                    limits.rule(AttemptLimit.PER_USER).withAction(Action.REFUSE))
                .with(AttemptLimit.TOTAL, limits.rule(AttemptLimit.TOTAL).withAction(Action.OFF))
                .toString());
  }

  @Test
  void a_limit_that_one_of_its_parts_could_use_up_is_a_problem() {
    Seq<SettingsProblem> problems =
        read(MINIMAL + "limits: {per-address: {attempts: 10}}").getError();

    assertThat(problems)
        .singleElement()
        .extracting(SettingsProblem::key)
        .isEqualTo("limits.per-address.attempts");
    assertThat(problems.head().toString()).contains("not wider than limits.per-user-and-address");
  }

  @Test
  void every_wrong_value_of_a_limit_is_a_problem_at_once() {
    Seq<SettingsProblem> problems =
        read(MINIMAL
                + """
                limits:
                  preset: panic
                  wait: 11s
                  per-user: {attempts: 0, window: 25h, action: ban}
                """)
            .getError();

    assertThat(problems.map(SettingsProblem::key))
        .containsExactlyInAnyOrder(
            "limits.preset",
            "limits.wait",
            "limits.per-user.attempts",
            "limits.per-user.window",
            "limits.per-user.action");
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
          password-reset.delivery.url | password-reset: {delivery: {url: "http://127.example.com"}} | https
          password-reset.delivery.url | password-reset: {delivery: {url: "http://localhost.example.com"}} | https
          password-reset.delivery.secret | password-reset: {delivery: {secret: s3cret-value}} | 32
          password-reset.limit.per-user | password-reset: {limit: {per-user: 0}} | 1 to 1000
          auth0.domain            | auth0: {domain: "https://a.b/path"}      | a domain
          auth0.domain            | auth0: {domain: "http://127.example.com"} | a domain
          auth0.domain            | auth0: {domain: "http://localhost.example.com"} | a domain
          auth0.client-id         | auth0: {client-id: [a, b]}               | one value
          listen.users            | listen: {users: "::1:80"}                | host:port
          listen.users            | listen: {users: "127.0.0.1:65536"}       | 65535
          listen.drain            | listen: {drain: 19s}                     | at least 20s
          auth0.realms            | auth0: {realms: x}                       | auth0.realm
          auth0.proxy.url         | auth0: {proxy: {url: "https://192.0.2.1:3128"}} | http://HOST:PORT
          auth0.proxy.url         | auth0: {proxy: {url: "http://u:s3cret-value@192.0.2.1:3128"}} | without a user
          auth0.proxy.url         | auth0: {proxy: {user: gateway, password: p}} | set it
          auth0.proxy.user        | auth0: {proxy: {url: "http://192.0.2.1:3128", user: gateway}} | password
          auth0.proxy.user        | auth0: {proxy: {url: "http://192.0.2.1:3128", user: "a:b", password: p}} | colon
          auth0.proxy.no-proxy    | auth0: {proxy: {url: "http://192.0.2.1:3128", no-proxy: ["*"]}} | host name
          auth0.client-certificate | auth0: {client-certificate: a.pem}       | client-key
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
    assertThat(problems.head().toString()).doesNotContain("s3cret-value");
  }

  private static String unless(String line, String key, String value) {
    return line.contains("{" + key + ":") ? "" : key + ": " + value + ", ";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen: {drain-delay: 61s}                              | listen.drain-delay | at least 91s
          listen: {drain-delay: 60s}                              | |
          limits: {preset: protect, wait: 6s}                     | listen.drain | at least 26s
          limits: {preset: protect, wait: 5s}                     | |
          limits: {preset: watch, wait: 10s}                      | |
          {listen: {drain: 20s}, limits: {preset: protect, wait: 0s}} | |
          """)
  void a_stop_that_could_cut_off_a_login_or_be_cut_off_is_a_warning(
      String lines, String key, String fix) {
    String yaml =
        lines.startsWith("{")
            ? lines.substring(1, lines.length() - 1).replace("}, limits", "}\nlimits")
            : lines;

    Seq<SettingsProblem> warnings = read(MINIMAL + yaml).get().warnings();

    assertThat(warnings.map(SettingsProblem::key))
        .containsExactlyElementsOf(Option.of(key).toVector());
    assertThat(warnings.map(SettingsProblem::fix)).allMatch(it -> it.contains(fix));
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
        .isEqualTo("no such file: missing");
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
          auth0.domain                | https://ada:canary-pw@example.eu.auth0.com
          auth0.domain                | //ada:canary-pw@example.eu.auth0.com
          auth0.domain                | ada:canary-pw@example.eu.auth0.com
          auth0.domain                | https://canary-pw@example.eu.auth0.com
          auth0.domain                | https://ada:canary-pw/x@y@example.eu.auth0.com
          management.domain           | https://ada:canary-pw@example.eu.auth0.com
          password-reset.page         | https://ada:canary-pw@www.example.com/reset
          password-reset.delivery.url | https://ada:canary-pw@mailer.example.com/hook
          pages.origin                | https://ada:canary-pw@login.example.com
          pages.web-login             | https://ada:canary-pw@login.example.com
          pages.return-to             | https://ada:canary-pw@app.example.com
          callers.origins             | https://ada:canary-pw@app.example.com
          """)
  void a_password_in_a_url_is_refused_and_not_shown(String key, String url) {
    Seq<SettingsProblem> problems =
        read(MINIMAL, HashMap.of("PORTCULLIS_" + variable(key), url)).getError();

    assertThat(problems.filter(it -> it.key().equals(key))).hasSize(1);
    assertThat(problems.mkString()).contains("[hidden]@").doesNotContain("canary-pw");
  }

  @ParameterizedTest
  @CsvSource({
    "auth0.domain, https://ada:canary-pw",
    "callers.origins, 'https://ada:canary-pw,x@app.example.com'"
  })
  void half_a_url_does_not_show_its_password_either(String key, String url) {
    Seq<SettingsProblem> problems =
        read(MINIMAL, HashMap.of("PORTCULLIS_" + variable(key), url)).getError();

    assertThat(problems.mkString()).contains(key).doesNotContain("canary-pw");
  }

  @Test
  void a_port_that_is_wrong_is_shown() {
    Seq<SettingsProblem> problems =
        problems(MINIMAL.replace("example.eu.auth0.com", "http://192.0.2.1:8789/x"));

    assertThat(problems.head().problem()).isEqualTo("not usable: http://192.0.2.1:8789/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "localhost", "auth0", "example.", ".com", "a..com", "1.2.3.4", "-a.com"})
  void a_word_is_no_domain_of_a_tenant(String domain) {
    Seq<SettingsProblem> problems = problems(MINIMAL.replace("example.eu.auth0.com", domain));

    assertThat(problems.map(SettingsProblem::key)).containsExactly("auth0.domain");
    assertThat(problems.head().fix()).contains("example.eu.auth0.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.eu.auth0.com", "login.example.com", "a.co", "xn--bcher-kva.example"})
  void a_domain_of_two_labels_or_more_is_taken(String domain) {
    assertThat(read(MINIMAL.replace("example.eu.auth0.com", domain)).isValid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "YOUR_CLIENT_SECRET",
        "your-client-secret",
        "<client secret>",
        "{CLIENT_SECRET}",
        "{{client_secret}}",
        "[secret]",
        "xxxxxxxx",
        "****",
        "...",
        "changeme",
        "change-me!",
        "REPLACE_ME",
        "todo",
        "CLIENT_SECRET",
        "client-secret-here",
        "insert-secret-here",
        " YOUR_CLIENT_SECRET "
      })
  void a_placeholder_is_no_value(String text) {
    Seq<SettingsProblem> problems = problems(MINIMAL.replace("s3cret-value", "'" + text + "'"));

    assertThat(problems.map(it -> it.key() + ": " + it.problem()))
        .containsExactly("auth0.client-secret: a placeholder, not a value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "yours",
        "x",
        "Xk3_-vPq9wZ",
        "client",
        "demo-secret",
        "changes-are-made",
        "a[b]c"
      })
  void what_only_looks_odd_is_a_value(String text) {
    assertThat(read(MINIMAL.replace("s3cret-value", "'" + text + "'")).isValid()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "auth0.client-id, YOUR_CLIENT_ID",
    "auth0.domain, your-tenant.auth0.com",
    "auth0.domain, https://YOUR_DOMAIN/",
    "auth0.old-client-secret, YOUR_OLD_SECRET",
    "management.client-secret, YOUR_MANAGEMENT_CLIENT_SECRET",
    "session.keys, YOUR_KEY",
    "doctor.watch-token, <the token>"
  })
  void a_placeholder_of_any_key_is_named_with_its_key(String key, String text) {
    Seq<SettingsProblem> problems =
        read(MINIMAL, HashMap.of("PORTCULLIS_" + variable(key), text)).getError();

    assertThat(problems.map(it -> it.key() + ": " + it.problem()))
        .contains(key + ": a placeholder, not a value");
  }

  @Test
  void the_demos_secrets_are_refused_at_a_real_tenant_and_taken_at_an_emulator() {
    String demo =
        MINIMAL
                .replace("abc", DemoTenant.GATEWAY_CLIENT_ID)
                .replace("s3cret-value", DemoTenant.GATEWAY_CLIENT_SECRET)
            + "management: {client-id: "
            + DemoTenant.MANAGEMENT_CLIENT_ID
            + ", client-secret: "
            + DemoTenant.MANAGEMENT_CLIENT_SECRET
            + "}\n";

    Seq<SettingsProblem> real = problems(demo);
    Seq<SettingsProblem> management =
        problems(
            demo.replace("example.eu.auth0.com", "http://127.0.0.1:8789")
                .replace("management: {", "management: {domain: example.eu.auth0.com, "));
    boolean emulator =
        read(demo.replace("example.eu.auth0.com", "http://127.0.0.1:8789")).isValid();

    assertThat(real.map(SettingsProblem::key)).containsExactly("auth0.client-secret");
    assertThat(real.mkString()).doesNotContain(DemoTenant.GATEWAY_CLIENT_SECRET);
    assertThat(management.map(SettingsProblem::key)).containsExactly("management.client-secret");
    assertThat(emulator).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth0-forwarded-for",
        "Auth0-Forwarded-For",
        "Host",
        "cookie",
        "User-Agent",
        "Origin",
        "Sec-Fetch-Site",
        "Via",
        "X-Request-Id"
      })
  void a_header_that_clients_write_is_no_source_of_their_address(String header) {
    Seq<SettingsProblem> problems =
        problems(
            MINIMAL.replace(
                "client-ip:", "client-ip:\n  source: header\n  header-name: " + header));

    assertThat(problems.map(SettingsProblem::key)).containsExactly("client-ip.header-name");
  }

  @Test
  void a_header_name_without_its_source_is_refused() {
    Seq<SettingsProblem> problems =
        problems(MINIMAL.replace("client-ip:", "client-ip:\n  header-name: auth0-forwarded-for"));

    assertThat(problems.map(it -> it.key() + ": " + it.problem()))
        .containsExactly("client-ip.header-name: no effect while source is not header");
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
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
