package dev.portcullis.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.provider.Provider;
import dev.portcullis.doctor.canary.CanaryLogin;
import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.HostProbe;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnoseTenantServiceTest {

  private final List<String> read = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private final List<LogQuery> queries = new ArrayList<>();
  private final TenantLogs logs =
      new TenantLogs() {
        @Override
        public Either<FactUnavailable, Seq<LogEvent>> newest(LogQuery query, int most) {
          read.add("log");
          queries.add(query);
          return Either.right(
              Vector.of(Given.event(1, "203.0.113.7", "198.51.100.20")).filter(query::matches));
        }

        @Override
        public Either<FactUnavailable, Seq<LogEvent>> after(String id, int most) {
          throw new AssertionError("not used");
        }
      };
  private final DiagnoseTenantUseCase doctor =
      doctor(
          () -> {
            read.add("host");
            return Host.unread("no answer");
          },
          subject -> {
            read.add("settings");
            return TenantSnapshot.unread(Given.NO_SCOPE)
                .with(TenantFact.APPLICATION, Option.of(Given.APPLICATION))
                .with(
                    TenantFact.BRUTE_FORCE,
                    Given.BRUTE_FORCE.withAllowlist(Vector.of("198.51.100.20")))
                .with(TenantFact.SUSPICIOUS_IP, Given.SUSPICIOUS_IP);
          },
          logs);

  private static DiagnoseTenantUseCase doctor(
      HostProbe host, TenantReader settings, TenantLogs logs) {
    return new DiagnoseTenantService(
        Given.EXPECTED,
        host,
        settings,
        logs,
        new CanaryLogin(
            Option.none(),
            Provider.of(
                (credentials, request, client) -> {
                  throw new AssertionError("there is no canary");
                },
                what -> "fix " + what),
            logs,
            time -> {},
            () -> Given.NOW),
        () -> Given.NOW);
  }

  @Test
  void every_source_is_read_once_and_every_check_has_a_finding() {
    Diagnosis diagnosis = doctor.diagnose(Selection.ALL, Duration.ofHours(1), progress::add);

    assertThat(read).containsExactly("host", "log", "log", "log", "settings");
    assertThat(progress)
        .containsExactly(
            "checking this machine and the connection to the tenant",
            "reading the tenant's log",
            "reading the tenant's settings");
    assertThat(diagnosis.findings().map(it -> it.check())).isEqualTo(Checks.all());
    assertThat(diagnosis.at()).isEqualTo(Given.NOW);
  }

  @Test
  void only_what_the_selected_checks_need_is_read() {
    doctor.diagnose(Selection.only("trust-header"), Duration.ofHours(1), progress::add);
    doctor.diagnose(Selection.only("clock"), Duration.ofHours(1), progress::add);
    Diagnosis canary =
        doctor.diagnose(Selection.only("canary-login"), Duration.ofHours(1), progress::add);

    assertThat(read).containsExactly("settings", "host");
    assertThat(canary.findings().map(it -> it.result()))
        .containsExactly(new NotApplicable("doctor.canary is not set"));
  }

  @Test
  void a_tenant_without_a_name_is_one_failure_and_the_rest_is_skipped_because_of_it() {
    FactUnavailable down = new FactUnavailable.Unreachable("no address");

    Diagnosis diagnosis =
        doctor(
                () -> new Host(new Host.Reach.NoName("no address"), Vector.empty()),
                TenantReader.without(down),
                TenantLogs.without(down))
            .diagnose(Selection.ALL, Duration.ofHours(1), progress::add);

    assertThat(diagnosis.findings().filter(it -> it.result() instanceof Failed))
        .containsExactly(new Finding(Checks.of("name-lookup").get(), new Failed("no address")));
    assertThat(diagnosis.findings().filter(it -> it.result() instanceof NotChecked)).isEmpty();
    assertThat(diagnosis.count(Skipped.class))
        .isGreaterThan(20)
        .isEqualTo(diagnosis.skippedBecauseOf(Checks.of("name-lookup").get()));
    assertThat(diagnosis.status()).isEqualTo(Diagnosis.Status.ERRORS);
  }

  @Test
  void a_wrong_management_secret_is_one_failure_that_is_shown_with_any_check_it_skips() {
    FactUnavailable refused = new FactUnavailable.NoAccess("401");

    Diagnosis diagnosis =
        doctor(
                () -> Host.unread("not needed"),
                TenantReader.without(refused),
                TenantLogs.without(refused))
            .diagnose(Selection.only("trust-header"), Duration.ofHours(1), progress::add);

    assertThat(diagnosis.findings())
        .containsExactly(
            new Finding(Checks.of("management-access").get(), new Failed("401")),
            new Finding(Checks.of("trust-header").get(), new Skipped("management-access")));
    assertThat(diagnosis.status()).isEqualTo(Diagnosis.Status.ERRORS);
  }

  @Test
  void without_credentials_the_one_cause_is_not_checked() {
    FactUnavailable unset = new FactUnavailable.NotConfigured("not set");

    Diagnosis diagnosis =
        doctor(
                () -> Host.unread("not needed"),
                TenantReader.without(unset),
                TenantLogs.without(unset))
            .diagnose(
                Selection.only("trust-header", "log-logins"), Duration.ofHours(1), progress::add);

    assertThat(diagnosis.findings().map(Finding::result))
        .containsExactly(
            new NotChecked("not set"),
            new Skipped("management-access"),
            new Skipped("management-access"));
    assertThat(diagnosis.status()).isEqualTo(Diagnosis.Status.NOT_CHECKED);
  }

  @Test
  void the_gateways_addresses_in_the_log_count_for_the_settings() {
    Selection logAndSettings =
        Selection.only("log-logins", "allowlist-gateway").without(Area.CANARY);

    Diagnosis diagnosis = doctor.diagnose(logAndSettings, Duration.ofHours(1), progress::add);

    assertThat(diagnosis.findings().last().check().id()).isEqualTo("log-logins");
    assertThat(diagnosis.findings().head().result()).isInstanceOf(Warning.class);
    assertThat(queries.getFirst().since())
        .isEqualTo(Option.of(Instant.parse("2026-01-15T09:30:00Z")));
  }
}
