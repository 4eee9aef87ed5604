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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void a_build_server_reads_the_report() throws Exception {
    Path report = directory.resolve("doctor.xml");

    run("--only", "trust-header,brute-force,tls", "--junit", report.toString());

    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    assertThat(xml.getDocumentElement().getAttribute("tests")).isEqualTo("3");
    assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(xml.getElementsByTagName("skipped").getLength()).isEqualTo(1);
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
            "  is_token_endpoint_ip_header_trusted = true",
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
