package dev.portcullis.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.doctor.DoctorFile;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script learns from {@code portcullis doctor}: something unchecked is never success. */
class DoctorExitCodesTest {

  @TempDir private Path directory = Path.of(".");

  private final StringWriter out = new StringWriter();

  /**
   * Checks the application's trust flag and brute-force protection.
   *
   * @param trusted whether the flag is on
   * @param readable whether attack protection may be read
   */
  private int run(boolean trusted, boolean readable, String... mode) {
    TenantDefinition demo = TenantDefinition.demo();
    var gateway = demo.application(DemoTenant.GATEWAY_CLIENT_ID).orElseThrow();
    var management = demo.application(DemoTenant.MANAGEMENT_CLIENT_ID).orElseThrow();
    TenantDefinition definition =
        demo.toBuilder()
            .application(gateway.withIpHeaderTrusted(trusted))
            .application(
                readable
                    ? management
                    : management.withManagementScopes(
                        "read:clients", "read:connections", "read:tenant_settings"))
            .build();
    try (Auth0Emulator tenant =
        Auth0Emulator.start(EmulatorSettings.defaults().withTenant(definition))) {
      String[] line = new String[5 + mode.length];
      line[0] = "doctor";
      line[1] = "--config";
      line[2] = DoctorFile.in(directory, tenant).toString();
      line[3] = "--only";
      line[4] = "trust-header,brute-force";
      System.arraycopy(mode, 0, line, 5, mode.length);
      return PortcullisCommand.commandLine()
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(new StringWriter(), true))
          .execute(line);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true, 0", "false, true, 2", "true, false, 3", "false, false, 2"})
  void a_diagnosis_exits_with_its_worst_finding(boolean trusted, boolean readable, int code) {
    assertThat(run(trusted, readable)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"true, true, 0", "false, true, 1", "true, false, 3", "false, false, 1"})
  void a_plan_exits_with_0_only_if_all_was_checked_and_nothing_is_to_be_changed(
      boolean trusted, boolean readable, int code) {
    assertThat(run(trusted, readable, "--plan")).isEqualTo(code);
    assertThat(out.toString().contains("Nothing to change.")).isEqualTo(trusted);
  }

  @ParameterizedTest
  @CsvSource({"true, true, 0", "false, true, 0", "true, false, 3"})
  void after_the_changes_it_exits_with_what_is_found_then(
      boolean trusted, boolean readable, int code) {
    assertThat(run(trusted, readable, "--apply", "--yes")).isEqualTo(code);
  }
}
