package dev.portcullis.bootstrap.doctor;

import static dev.portcullis.bootstrap.doctor.EveryCheckTest.diagnose;
import static dev.portcullis.bootstrap.doctor.EveryCheckTest.result;
import static dev.portcullis.bootstrap.doctor.EveryCheckTest.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.wiring.DoctorComponent;
import dev.portcullis.doctor.ApplyRemediesUseCase.Made;
import dev.portcullis.doctor.ApplyRemediesUseCase.Plan;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import io.vavr.collection.Seq;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor changes at a tenant, and what it leaves alone. */
class ApplyRemediesTest {

  @TempDir private Path directory = Path.of(".");

  /** As Auth0 creates tenants: no authentication method set, no header trusted, few grants. */
  private static TenantDefinition.Builder asCreated() {
    return TenantDefinition.demo().toBuilder()
        .application(
            new Application.Builder(DemoTenant.GATEWAY_CLIENT_ID, "Login gateway")
                .clientSecret(Secret.of(DemoTenant.GATEWAY_CLIENT_SECRET))
                .impliedAuthMethod(AuthMethod.CLIENT_SECRET_POST)
                .grantTypes(Set.of(GrantType.REFRESH_TOKEN))
                .build())
        .defaultDirectory(null)
        .breachedPasswords(BreachedPasswordSettings.off());
  }

  @Test
  void a_tenant_as_auth0_creates_it_is_fixed_and_the_canary_passes() {
    try (Auth0Emulator tenant = tenant(asCreated().build())) {
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());
      Diagnosis before = diagnose(settings);

      Seq<Made> made = apply(settings);
      Diagnosis after = diagnose(settings);

      assertThat(result(before, "trust-header")).isInstanceOf(Failed.class);
      assertThat(before.status()).isEqualTo(Diagnosis.Status.ERRORS);
      assertThat(made).allSatisfy(it -> assertThat(it.problem()).isEmpty());
      assertThat(after.findings().filter(Finding::isWrong)).isEmpty();
      assertThat(after.status()).isEqualTo(Diagnosis.Status.GOOD);
      assertThat(result(after, "canary-address")).isInstanceOf(Passed.class);
    }
  }

  @Test
  void logins_from_before_the_fix_are_not_reported_after_it() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant)) {
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());
      admin.trust(false);
      admin.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.9");
      Diagnosis before = diagnose(settings);

      apply(settings);
      admin.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.9");
      Diagnosis after = diagnose(settings);

      assertThat(result(before, "log-logins")).isInstanceOf(Failed.class);
      assertThat(result(before, "canary-address")).isInstanceOf(Failed.class);
      assertThat(result(after, "log-logins").text()).contains("trusted since");
      assertThat(after.findings().filter(Finding::isWrong)).isEmpty();
    }
  }

  @Test
  void a_second_time_there_is_nothing_to_change() {
    try (Auth0Emulator tenant = tenant(asCreated().build())) {
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());
      apply(settings);

      Plan again = plan(settings, Selection.ALL);

      assertThat(again.changes()).isEmpty();
      assertThat(again.left()).isEmpty();
    }
  }

  @Test
  void a_plan_changes_nothing() {
    try (Auth0Emulator tenant = tenant(asCreated().build())) {
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());

      Plan plan = plan(settings, Selection.ALL);

      assertThat(plan.changes()).isNotEmpty();
      assertThat(tenant.tenant().received())
          .extracting(ReceivedRequest::method)
          .doesNotContain("PATCH", "PUT", "DELETE");
    }
  }

  @Test
  void the_method_and_the_flag_go_out_in_one_call() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant)) {
      admin.trust(false);
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());
      int before = tenant.tenant().received().size();

      apply(settings);

      List<ReceivedRequest> since =
          tenant.tenant().received().subList(before, tenant.tenant().received().size());
      assertThat(since).filteredOn(it -> it.method().equals("PATCH")).hasSize(1);
      assertThat(plan(settings, Selection.ALL).changes()).isEmpty();
    }
  }

  @Test
  void only_what_is_selected_is_changed() {
    try (Auth0Emulator tenant = tenant(asCreated().build());
        TenantAdmin admin = new TenantAdmin(tenant)) {
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());
      Selection only = Selection.only("trust-header");
      DoctorComponent doctor = DoctorComponent.of(settings);

      doctor.remedies().make(doctor.remedies().plan(only).changes(), Progress.SILENT);
      doctor.close();

      JsonNode application = admin.get(TenantAdmin.GATEWAY);
      assertThat(application.path("is_token_endpoint_ip_header_trusted").asBoolean()).isTrue();
      assertThat(application.path("grant_types")).hasSize(1);
    }
  }

  @Test
  void after_an_interruption_the_next_plan_has_the_rest() {
    try (Auth0Emulator tenant = tenant(asCreated().build())) {
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());
      DoctorComponent doctor = DoctorComponent.of(settings);
      Plan whole = doctor.remedies().plan(Selection.ALL);
      doctor.remedies().make(whole.changes().take(1), Progress.SILENT);

      Plan rest = doctor.remedies().plan(Selection.ALL);
      doctor.close();

      assertThat(whole.changes()).hasSizeGreaterThan(1);
      assertThat(rest.changes()).isEqualTo(whole.changes().tail());
    }
  }

  @Test
  void a_change_that_the_tenant_forbids_is_reported_and_the_others_are_made() {
    TenantDefinition seed =
        asCreated()
            .application(
                TenantDefinition.demo()
                    .application(DemoTenant.MANAGEMENT_CLIENT_ID)
                    .orElseThrow()
                    .withManagementScopes(
                        "read:clients",
                        "read:connections",
                        "read:tenant_settings",
                        "read:attack_protection",
                        "read:resource_servers",
                        "read:logs",
                        "update:attack_protection"))
            .build();
    try (Auth0Emulator tenant = tenant(seed)) {
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());

      Seq<Made> made = apply(settings);
      Diagnosis after = diagnose(settings);

      assertThat(made.flatMap(Made::problem).mkString(" "))
          .contains("update:clients", "update:tenant_settings");
      assertThat(result(after, "breached-passwords")).isInstanceOf(Passed.class);
      assertThat(result(after, "trust-header")).isInstanceOf(Failed.class);
    }
  }

  @Test
  void a_write_without_an_answer_is_made_once_and_reported_as_unknown() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant)) {
      admin.trust(false);
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());
      DoctorComponent doctor = DoctorComponent.of(settings);
      Plan plan = doctor.remedies().plan(Selection.ALL);
      admin.prepare("{\"path\":\"" + TenantAdmin.GATEWAY + "\",\"delivery\":\"none\"}");

      Seq<Made> made = doctor.remedies().make(plan.changes(), Progress.SILENT);
      doctor.close();

      assertThat(made.head().problem().get()).contains("look again");
      assertThat(tenant.tenant().received())
          .filteredOn(it -> it.method().equals("PATCH") && it.path().equals(TenantAdmin.GATEWAY))
          // one by the administrator who switched it off, one by the doctor
          .hasSize(2);
    }
  }

  @Test
  void what_only_an_operator_can_decide_is_left() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant)) {
      admin.patch(TenantAdmin.GATEWAY, "{\"app_type\":\"spa\",\"is_first_party\":false}");
      admin.patch(TenantAdmin.BRUTE_FORCE, "{\"allowlist\":[\"0.0.0.0/0\"]}");
      Settings settings =
          DoctorFile.settings(directory, tenant, Map.of("PORTCULLIS_DOCTOR_EGRESS", ""));

      Plan plan = plan(settings, Selection.ALL);

      assertThat(plan.changes()).isEmpty();
      assertThat(plan.left().map(it -> it.check().id()))
          .contains("application-type", "first-party", "allowlist-width");
    }
  }

  private static Plan plan(Settings settings, Selection selection) {
    DoctorComponent doctor = DoctorComponent.of(settings);
    try {
      return doctor.remedies().plan(selection);
    } finally {
      doctor.close();
    }
  }

  private static Seq<Made> apply(Settings settings) {
    DoctorComponent doctor = DoctorComponent.of(settings);
    try {
      return doctor
          .remedies()
          .make(doctor.remedies().plan(Selection.ALL).changes(), Progress.SILENT);
    } finally {
      doctor.close();
    }
  }
}
