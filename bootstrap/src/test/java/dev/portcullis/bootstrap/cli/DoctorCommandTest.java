package dev.portcullis.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.bootstrap.doctor.DoctorFile;
import dev.portcullis.bootstrap.doctor.TenantAdmin;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.w3c.dom.Document;

/** {@code portcullis doctor} on a tenant whose trust flag is off. */
class DoctorCommandTest {

  @TempDir private Path directory = Path.of(".");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final InputStream in = System.in;
  private final Auth0Emulator tenant = Auth0Emulator.start(EmulatorSettings.defaults());
  private final TenantAdmin admin = new TenantAdmin(tenant);

  @BeforeEach
  void switch_the_flag_off() {
    admin.trust(false);
  }

  @AfterEach
  void stop() {
    System.setIn(in);
    admin.close();
    tenant.close();
  }

  @Test
  void the_table_contains_what_is_wrong_why_and_how_to_fix_it() {
    int code = run();

    assertThat(code).isEqualTo(2);
    assertThat(out.toString())
        .contains(
            "FAIL  Trust Token Endpoint IP Header",
            "silently ignores the header",
            "Advanced Settings > OAuth",
            "auth0_client.is_token_endpoint_ip_header_trusted",
            "ERRORS FOUND")
        .doesNotContain("\u001b", DemoTenant.MANAGEMENT_CLIENT_SECRET, DemoTenant.ALICE_PASSWORD);
    assertThat(err.toString()).contains("reading the tenant's settings");
  }

  @Test
  void json_is_one_object_for_programs() throws IOException {
    int code = run("--json", "--only", "trust-header,brute-force");

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(code).isEqualTo(2);
    assertThat(json.path("status").asText()).isEqualTo("errors");
    assertThat(json.path("findings")).hasSize(2);
    assertThat(json.path("findings").path(0).path("result").asText()).isEqualTo("failed");
  }

  @Test
  void skipped_checks_do_not_count() {
    int code = run("--skip", "trust-header,log-logins,canary-login,canary-address,canary-egress");

    assertThat(code).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({"1d, 2", "2000-01-01T00:00:00Z, 2", "1ms, 0"})
  void only_events_since_a_time_are_judged(String since, int expected) throws Exception {
    admin.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.9");

    int code = run("--only", "log-logins", "--since", since);

    assertThat(code).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2999-01-01T00:00:00Z", "0s", "yesterday", "2026-01-15"})
  void what_is_no_time_in_the_past_is_a_wrong_command_line(String since) {
    int code = run("--since", since);

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("--since: " + since, "2026-01-15T10:30:00Z");
  }

  @Test
  void a_build_server_reads_the_report() throws Exception {
    Path report = directory.resolve("doctor.xml");

    run("--only", "trust-header,brute-force,tls", "--junit", report.toString());

    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    assertThat(xml.getDocumentElement().getAttribute("tests")).isEqualTo("3");
    assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(xml.getElementsByTagName("skipped").getLength()).isEqualTo(1);
  }

  /** As the gateway does: it starts with the old secret while the new one is refused. */
  @Test
  void while_the_secret_is_rotated_the_canary_logs_in_with_the_one_that_is_accepted()
      throws Exception {
    admin.trust(true);
    Path file = DoctorFile.in(directory, tenant);
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "client-secret: " + DemoTenant.GATEWAY_CLIENT_SECRET,
                "client-secret: not-yet-the-secret\n  old-client-secret: "
                    + DemoTenant.GATEWAY_CLIENT_SECRET));

    run(out, "doctor", "--config", file.toString(), "--only", "credentials,canary-login");

    assertThat(out.toString())
        .contains("WARN  Client id and secret", "auth0.client-secret is refused")
        .contains("ok    Canary login");
  }

  @Test
  void an_accepted_risk_is_reported_not_counted_and_not_changed() throws IOException {
    Path file = accepting("2999-12-31");

    int code = run(out, "doctor", "--config", file.toString(), "--only", "trust-header");
    int plan =
        run(
            new StringWriter(),
            "doctor",
            "--config",
            file.toString(),
            "--plan",
            "--only",
            "trust-header");

    assertThat(code).isEqualTo(0);
    assertThat(plan).isEqualTo(0);
    assertThat(out.toString())
        .contains("acc   Trust Token Endpoint IP Header")
        .contains("FAIL, accepted until 2999-12-31: ticket 7", "1 accepted.");
  }

  @Test
  void after_its_last_day_an_accepted_risk_counts_again_and_check_config_warns()
      throws IOException {
    Path file = accepting("2026-01-15");

    int code = run(out, "doctor", "--config", file.toString(), "--only", "trust-header");
    int checked = run(out, "check-config", "--config", file.toString());

    assertThat(code).isEqualTo(2);
    assertThat(checked).isEqualTo(0);
    assertThat(out.toString())
        .contains("warning: ", "2026-01-15 is over, so trust-header counts again");
  }

  private Path accepting(String until) throws IOException {
    Path file = DoctorFile.in(directory, tenant);
    return Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "doctor:\n",
                "doctor:\n  accept: [{check: trust-header, reason: ticket 7, until: "
                    + until
                    + "}]\n"));
  }

  /** The requirements of sarif-schema-2.1.0.json on what the doctor writes. */
  @Test
  void code_scanning_reads_the_report() throws IOException {
    Path report = directory.resolve("doctor.sarif");
    Path file = accepting("2999-12-31");

    run(out, "doctor", "--config", file.toString(), "--sarif", report.toString());

    JsonNode sarif = new ObjectMapper().readTree(report.toFile());
    JsonNode run = sarif.path("runs").path(0);
    JsonNode rules = run.path("tool").path("driver").path("rules");
    assertThat(sarif.path("version").asText()).isEqualTo("2.1.0");
    assertThat(URI.create(sarif.path("$schema").asText()).isAbsolute()).isTrue();
    assertThat(sarif.path("runs")).hasSize(1);
    assertThat(run.path("tool").path("driver").path("name").asText()).isNotEmpty();
    assertThat(rules).hasSameSizeAs(run.path("results")).hasSizeGreaterThan(40);
    assertThat(rules).allSatisfy(DoctorCommandTest::isRule);
    assertThat(run.path("invocations").path(0).path("executionSuccessful").isBoolean()).isTrue();
    assertThat(Instant.parse(run.path("invocations").path(0).path("startTimeUtc").asText()))
        .isNotNull();
    assertThat(run.path("results")).allSatisfy(result -> isResult(result, rules));
    assertThat(run.path("results"))
        .filteredOn(result -> result.has("suppressions"))
        .extracting(result -> result.path("ruleId").asText())
        .containsExactly("trust-header");
  }

  private static void isRule(JsonNode rule) {
    assertThat(rule.path("id").asText()).isNotEmpty();
    assertThat(rule.path("shortDescription").path("text").asText()).isNotEmpty();
    assertThat(rule.path("fullDescription").path("text").asText()).isNotEmpty();
    assertThat(!rule.has("helpUri") || URI.create(rule.path("helpUri").asText()).isAbsolute())
        .isTrue();
  }

  private static void isResult(JsonNode result, JsonNode rules) {
    assertThat(rules.path(result.path("ruleIndex").asInt(-1)).path("id").asText())
        .isEqualTo(result.path("ruleId").asText());
    assertThat(result.path("message").path("text").asText()).isNotEmpty();
    assertThat(result.path("kind").asText())
        .isIn("notApplicable", "pass", "fail", "review", "open", "informational");
    assertThat(result.path("level").asText())
        .isIn(
            result.path("kind").asText().equals("fail")
                ? List.of("warning", "error", "note")
                : List.of("none"));
    assertThat(
            result
                .path("locations")
                .path(0)
                .path("physicalLocation")
                .path("artifactLocation")
                .path("uri")
                .asText())
        .isEqualTo("portcullis.yaml");
    assertThat(result.path("suppressions"))
        .allSatisfy(
            it -> {
              assertThat(it.path("kind").asText()).isIn("inSource", "external");
              assertThat(it.path("status").asText()).isIn("accepted", "underReview", "rejected");
            });
  }

  @Test
  void the_plan_is_a_diff_and_changes_nothing() {
    int code = run("--plan");

    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "token_endpoint_auth_method: \"client_secret_post\" (sent along)",
            "-   is_token_endpoint_ip_header_trusted: false",
            "+   is_token_endpoint_ip_header_trusted: true");
    assertThat(trusted()).isFalse();
  }

  @Test
  void after_yes_it_is_fixed_and_checked_again() {
    answering("yes\n");

    int code = run("--apply", "--skip", "log-logins");

    assertThat(code).isEqualTo(0);
    assertThat(out.toString()).contains("changed: application", "All good");
    assertThat(trusted()).isTrue();
  }

  @Test
  void after_any_other_answer_nothing_is_changed() {
    answering("y\n");

    int code = run("--apply");

    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains("Nothing was changed.");
    assertThat(trusted()).isFalse();
  }

  @Test
  void without_a_terminal_nothing_is_changed() {
    answering("");

    int code = run("--apply");

    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains("--yes");
    assertThat(trusted()).isFalse();
  }

  @Test
  void automation_passes_yes_and_may_run_twice() {
    int first = run("--apply", "--yes", "--skip", "log-logins");
    out.getBuffer().setLength(0);
    int second = run("--apply", "--yes", "--skip", "log-logins");

    assertThat(first).isEqualTo(0);
    assertThat(second).isEqualTo(0);
    assertThat(out.toString()).contains("Nothing to change.");
  }

  @Test
  void the_same_as_terraform_and_as_deploy_cli() throws IOException {
    admin.patch(TenantAdmin.SUSPICIOUS_IP, "{\"stage\":{\"pre-login\":{\"max_attempts\":5}}}");
    admin.patch(TenantAdmin.BRUTE_FORCE, "{\"enabled\":false,\"shields\":[]}");
    Path terraform = directory.resolve("fix.tf");
    Path yaml = directory.resolve("fix.yaml");

    int code =
        run("--write-terraform", terraform.toString(), "--write-deploy-cli", yaml.toString());

    assertThat(code).isEqualTo(1);
    assertThat(Files.readString(terraform))
        .contains(
            "resource \"auth0_client\" \"login_gateway\" {",
            "  is_token_endpoint_ip_header_trusted = true\n"
                + "  depends_on = [auth0_client_credentials.login_gateway]\n}",
            "  authentication_method = \"client_secret_post\"",
            "  brute_force_protection {\n    enabled = true\n    shields = [\"block\"]\n  }",
            "    pre_login {\n      max_attempts = 100\n      rate = 864000\n    }");
    Object read = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(yaml));
    assertThat(read.toString())
        .contains(
            "is_token_endpoint_ip_header_trusted=true",
            "suspiciousIpThrottling={stage={pre-login={max_attempts=100, rate=864000}}}",
            "bruteForceProtection={enabled=true, shields=[block]}");
    assertThat(trusted()).isFalse();
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of("auth0.domain: a name without an address", "name-lookup", "has no address"),
        Arguments.of("auth0.domain: nothing listens", "tenant-answers", "refuses the connection"),
        Arguments.of(
            "management.client-secret is wrong",
            "management-access",
            "compare management.client-id and management.client-secret"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void a_common_cause_is_one_failure_in_words_in_table_and_json_alike(
      String broken, String check, String words) throws IOException {
    Path file = broken(check);
    StringWriter table = new StringWriter();

    int tableCode = run(table, "doctor", "--config", file.toString());
    int jsonCode = run(out, "doctor", "--config", file.toString(), "--json");

    JsonNode json = new ObjectMapper().readTree(out.toString());
    List<JsonNode> failed = ofResult(json, "failed");
    assertThat(tableCode).as(broken).isEqualTo(2);
    assertThat(jsonCode).isEqualTo(2);
    assertThat(json.path("exit_code").asInt()).isEqualTo(2);
    assertThat(failed).hasSize(1);
    assertThat(failed.getFirst().path("check").asText()).isEqualTo(check);
    assertThat(failed.getFirst().path("found").asText()).contains(words);
    assertThat(ofResult(json, "not-checked")).isEmpty();
    assertThat(ofResult(json, "skipped"))
        .hasSizeGreaterThan(20)
        .hasSize(failed.getFirst().path("skipped").asInt())
        .allMatch(it -> it.path("because").asText().equals(check));
    assertThat(table.toString())
        .containsOnlyOnce("FAIL")
        .contains(ofResult(json, "skipped").size() + " checks skipped because of it");
    assertThat(table + err.toString() + out)
        .doesNotContainPattern("Exception|\\b(java|javax|sun|dev)\\.[a-z]+\\.|[A-Z]+_[A-Z]+");
  }

  @Test
  void the_plan_has_a_common_cause_once_and_is_not_complete() throws IOException {
    Path file = broken("management-access");

    int code = run(out, "doctor", "--config", file.toString(), "--plan");

    assertThat(code).isEqualTo(3);
    assertThat(out.toString())
        .contains("Nothing to change.", "  management-access: ", "checks skipped because of it")
        .doesNotContain("trust-header");
  }

  private Path broken(String check) throws IOException {
    Path file = DoctorFile.in(directory, tenant);
    String yaml = Files.readString(file);
    String domain = tenant.baseUri().toString();
    String wrong =
        switch (check) {
          // The demo's secrets are refused at another tenant.
          case "name-lookup" ->
              yaml.replace(domain, "nowhere.invalid")
                  .replace(DemoTenant.GATEWAY_CLIENT_SECRET, "of-its-own")
                  .replace(DemoTenant.MANAGEMENT_CLIENT_SECRET, "of-its-own");
          case "tenant-answers" -> yaml.replace(domain, "http://127.0.0.1:" + freePort());
          default -> yaml.replace(DemoTenant.MANAGEMENT_CLIENT_SECRET, "not-the-secret");
        };
    return Files.writeString(file, wrong);
  }

  private static int freePort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0)) {
      return closed.getLocalPort();
    }
  }

  private static List<JsonNode> ofResult(JsonNode json, String result) {
    List<JsonNode> found = new ArrayList<>();
    json.path("findings")
        .forEach(
            it -> {
              if (it.path("result").asText().equals(result)) {
                found.add(it);
              }
            });
    return found;
  }

  private int run(StringWriter text, String... line) {
    return PortcullisCommand.commandLine()
        .setOut(new PrintWriter(text, true))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }

  @Test
  void with_invalid_settings_nothing_can_be_checked() throws IOException {
    Path file = Files.writeString(directory.resolve("bad.yaml"), "doctor: {watch: poll}");

    int code =
        PortcullisCommand.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute("doctor", "--config", file.toString());

    assertThat(code).isEqualTo(3);
    assertThat(err.toString())
        .contains("auth0.client-id: missing", "doctor.watch: needs the Management API");
  }

  private boolean trusted() {
    return admin.get(TenantAdmin.GATEWAY).path("is_token_endpoint_ip_header_trusted").asBoolean();
  }

  private static void answering(String text) {
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private int run(String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = "doctor";
    line[1] = "--config";
    line[2] = DoctorFile.in(directory, tenant).toString();
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    return PortcullisCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }
}
