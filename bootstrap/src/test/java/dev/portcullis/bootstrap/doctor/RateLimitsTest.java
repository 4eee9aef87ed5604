package dev.portcullis.bootstrap.doctor;

import static dev.portcullis.bootstrap.doctor.EveryCheckTest.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.doctor.Auth0Management;
import dev.portcullis.doctor.port.TenantReader.Subject;
import dev.portcullis.doctor.remedy.Change.Patch;
import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.Edit;
import dev.portcullis.doctor.remedy.Edit.Value;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.testkit.TestClock;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Management API refuses for now, or answers nonsense; no test sleeps. */
class RateLimitsTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final Subject SUBJECT =
      new Subject(DemoTenant.GATEWAY_CLIENT_ID, Option.none(), Option.none());

  @TempDir private Path directory = Path.of(".");

  private final List<Duration> pauses = new ArrayList<>();
  private final TestClock clock = TestClock.at(NOW);

  @Test
  void a_read_waits_as_long_as_the_tenant_asks_and_is_repeated() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant);
        Auth0Management management = open(tenant)) {
      admin.prepare(refusal("\"x-ratelimit-reset\":\"" + (NOW.getEpochSecond() + 7) + "\""));
      admin.prepare(refusal("\"Retry-After\":\"3\""));

      TenantSnapshot snapshot = management.tenantReader().read(SUBJECT);

      assertThat(snapshot.get(TenantFact.APPLICATION).get()).isNotEmpty();
      assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(3));
    }
  }

  @Test
  void no_tenant_makes_the_doctor_wait_for_hours() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant);
        Auth0Management management = open(tenant)) {
      for (int i = 0; i < 4; i++) {
        admin.prepare(refusal("\"Retry-After\":\"86400\""));
      }

      TenantSnapshot snapshot = management.tenantReader().read(SUBJECT);

      assertThat(snapshot.get(TenantFact.APPLICATION).getLeft().reason()).contains("429");
      assertThat(pauses).hasSize(3).allMatch(pause -> pause.equals(Duration.ofSeconds(30)));
    }
  }

  @Test
  void a_refused_write_is_not_repeated() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant);
        Auth0Management management = open(tenant)) {
      admin.prepare(refusal("\"Retry-After\":\"1\""));

      Option<String> problem =
          management
              .tenantEditor()
              .make(
                  new Patch(
                      new Target.OfApplication(DemoTenant.GATEWAY_CLIENT_ID, "Login gateway"),
                      Vector.of(
                          new Edit(
                              "is_token_endpoint_ip_header_trusted",
                              new Value.Flag(true),
                              new Value.Flag(false)))));

      assertThat(problem.get()).contains("429");
      assertThat(pauses).isEmpty();
      assertThat(
              admin
                  .get(TenantAdmin.GATEWAY)
                  .path("is_token_endpoint_ip_header_trusted")
                  .asBoolean())
          .isTrue();
    }
  }

  @Test
  void an_answer_that_is_not_json_or_of_another_application_is_not_trusted() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant);
        Auth0Management management = open(tenant)) {
      admin.prepare(answer("\"<html>a proxy's page</html>\""));
      Either<FactUnavailable, ?> page =
          management.tenantReader().read(SUBJECT).get(TenantFact.APPLICATION);
      admin.prepare(answer("{\"client_id\":\"another\"}"));
      TenantSnapshot other = management.tenantReader().read(SUBJECT);

      assertThat(page.getLeft().reason()).contains("no JSON");
      assertThat(other.get(TenantFact.APPLICATION)).isEqualTo(Either.right(Option.none()));
    }
  }

  @Test
  void a_refused_token_is_not_used_again() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant);
        Auth0Management management = open(tenant)) {
      admin.prepare(
          "{\"path\":\""
              + TenantAdmin.GATEWAY
              + "\",\"status\":401,\"body\":{\"statusCode\":401}}");
      management.tenantReader().read(SUBJECT);

      TenantSnapshot again = management.tenantReader().read(SUBJECT);

      assertThat(again.get(TenantFact.APPLICATION).isRight()).isTrue();
      assertThat(tenant.tenant().received())
          .filteredOn(it -> it.grantType().equals(Optional.of("client_credentials")))
          // the administrator's, and two of the doctor's
          .hasSize(3);
    }
  }

  private static String refusal(String header) {
    return "{\"path\":\""
        + TenantAdmin.GATEWAY
        + "\",\"status\":429,\"headers\":{"
        + header
        + "},\"body\":{\"statusCode\":429,\"errorCode\":\"too_many_requests\"}}";
  }

  private static String answer(String body) {
    return "{\"path\":\"" + TenantAdmin.GATEWAY + "\",\"body\":" + body + "}";
  }

  private Auth0Management open(Auth0Emulator tenant) {
    try {
      return Auth0Management.open(
          DoctorFile.settings(directory, tenant, Map.of()).doctor().management().get(),
          SSLContext.getDefault(),
          clock,
          pauses::add);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
