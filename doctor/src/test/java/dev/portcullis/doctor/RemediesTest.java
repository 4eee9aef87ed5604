package dev.portcullis.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.ApplyRemediesUseCase.Plan;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.report.PlanText;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.doctor.tenant.TenantSnapshot.BreachedPasswords;
import dev.portcullis.doctor.tenant.TenantSnapshot.BruteForce;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import dev.portcullis.doctor.tenant.TenantSnapshot.Directory;
import dev.portcullis.doctor.tenant.TenantSnapshot.SuspiciousIp;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which change of the tenant resolves which finding, as the plan prints it. */
class RemediesTest {

  /**
   * Facts of which these checks find something wrong, and the plan that resolves it.
   *
   * @param checks ids, separated by spaces
   * @param plan a line each; none if an operator has to decide
   */
  record Row(String checks, Facts facts, Seq<String> plan) {

    @Override
    public String toString() {
      return checks + ": " + plan.mkString(" ");
    }
  }

  private static Row row(String checks, Facts facts, String... plan) {
    return new Row(checks, facts, Vector.of(plan));
  }

  static Stream<Row> rows() {
    return Stream.of(
            application(), connection(), bruteForce(), suspiciousIp(), breached(), allowlists())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> application() {
    return Stream.of(
        row(
            "trust-header",
            app(Given.APPLICATION.withIpHeaderTrusted(false)),
            "  application Login gateway (client)",
            "    token_endpoint_auth_method: \"client_secret_post\" (sent along)",
            "-   is_token_endpoint_ip_header_trusted: false",
            "+   is_token_endpoint_ip_header_trusted: true"),
        row(
            "authentication-method",
            app(Given.APPLICATION.withMethod(AuthenticationMethod.CLIENT_SECRET_BASIC)),
            "  application Login gateway (client)",
            "-   token_endpoint_auth_method: \"client_secret_basic\"",
            "+   token_endpoint_auth_method: \"client_secret_post\"",
            "    is_token_endpoint_ip_header_trusted: true (sent along)"),
        row(
            "authentication-method trust-header",
            app(
                Given.APPLICATION
                    .withMethod(AuthenticationMethod.CLIENT_SECRET_BASIC)
                    .withIpHeaderTrusted(false)),
            "  application Login gateway (client)",
            "-   token_endpoint_auth_method: \"client_secret_basic\"",
            "+   token_endpoint_auth_method: \"client_secret_post\"",
            "-   is_token_endpoint_ip_header_trusted: false",
            "+   is_token_endpoint_ip_header_trusted: true"),
        row(
            "trust-header authentication-method",
            app(
                Given.APPLICATION
                    .withMethod(AuthenticationMethod.CLIENT_SECRET_BASIC)
                    .withIpHeaderTrusted(false)),
            "  application Login gateway (client)",
            "-   token_endpoint_auth_method: \"client_secret_basic\"",
            "+   token_endpoint_auth_method: \"client_secret_post\"",
            "-   is_token_endpoint_ip_header_trusted: false",
            "+   is_token_endpoint_ip_header_trusted: true"),
        row(
            "authentication-method trust-header",
            app(method(AuthenticationMethod.UNSET)),
            "  application Login gateway (client)",
            "-   token_endpoint_auth_method: (not set)",
            "+   token_endpoint_auth_method: \"client_secret_post\"",
            "-   is_token_endpoint_ip_header_trusted: false",
            "+   is_token_endpoint_ip_header_trusted: true"),
        row(
            "trust-header",
            app(method(AuthenticationMethod.NONE)),
            "  application Login gateway (client)",
            "-   token_endpoint_auth_method: \"none\"",
            "+   token_endpoint_auth_method: \"client_secret_post\"",
            "-   is_token_endpoint_ip_header_trusted: false",
            "+   is_token_endpoint_ip_header_trusted: true"),
        row("authentication-method", app(method(AuthenticationMethod.PRIVATE_KEY_JWT))),
        row("trust-header", app(method(AuthenticationMethod.PRIVATE_KEY_JWT))),
        row("authentication-method trust-header", app(method(AuthenticationMethod.MUTUAL_TLS))),
        row("authentication-method trust-header", app(method(AuthenticationMethod.OTHER))),
        row(
            "grant-login",
            app(Given.APPLICATION.withGrants(HashSet.of("implicit"))),
            "  application Login gateway (client)",
            "    grant_types:",
            "+     password"),
        row(
            "grant-mfa",
            app(
                Given.APPLICATION.withGrants(
                    HashSet.of("password", "http://auth0.com/oauth/grant-type/mfa-oob"))),
            "  application Login gateway (client)",
            "    grant_types:",
            "+     http://auth0.com/oauth/grant-type/mfa-otp",
            "+     http://auth0.com/oauth/grant-type/mfa-recovery-code"),
        row(
            "grant-refresh",
            Given.with(
                Given.expecting(it -> it.withRefresh(true)),
                TenantFact.APPLICATION,
                Option.of(Given.APPLICATION)),
            "  application Login gateway (client)",
            "    grant_types:",
            "+     refresh_token"),
        row(
            "trust-header grant-login grant-mfa grant-refresh",
            Given.with(
                Given.expecting(it -> it.withRefresh(true)),
                TenantFact.APPLICATION,
                Option.of(
                    Given.APPLICATION.withIpHeaderTrusted(false).withGrants(HashSet.empty()))),
            "  application Login gateway (client)",
            "    token_endpoint_auth_method: \"client_secret_post\" (sent along)",
            "-   is_token_endpoint_ip_header_trusted: false",
            "+   is_token_endpoint_ip_header_trusted: true",
            "    grant_types:",
            "+     password",
            "+     http://auth0.com/oauth/grant-type/mfa-otp",
            "+     http://auth0.com/oauth/grant-type/mfa-oob",
            "+     http://auth0.com/oauth/grant-type/mfa-recovery-code",
            "+     refresh_token"),
        row("application", Given.noApplication()),
        row("application-type", app(Given.APPLICATION.withType(Option.of("spa")))),
        row("first-party", app(Given.APPLICATION.withFirstParty(false))));
  }

  private static Stream<Row> connection() {
    Connection unused = Given.CONNECTION.withEnabled(Either.right(false));
    return Stream.of(
        row(
            "connection-enabled",
            Given.with(
                Given.with(Given.realm(), TenantFact.CONNECTIONS, Vector.of(unused)),
                TenantFact.APPLICATION,
                Option.of(Given.APPLICATION)),
            "  connection users",
            "+   enabled for Login gateway (client)"),
        row(
            "connection-enabled",
            Given.with(Given.realm(), TenantFact.CONNECTIONS, Vector.of(unused)),
            "  connection users",
            "+   enabled for client (client)"),
        row(
            "default-directory",
            noDirectory(Given.CONNECTION, Connection.of("con_2", "corp", "ad"), unused),
            "  tenant settings",
            "-   default_directory: (not set)",
            "+   default_directory: \"users\""),
        row(
            "default-directory",
            noDirectory(Given.CONNECTION, Connection.of("con_2", "others", "auth0"))),
        row("default-directory", noDirectory(unused)));
  }

  private static Stream<Row> bruteForce() {
    return Stream.of(
        row(
            "brute-force",
            with(BruteForce.of(false, HashSet.of("user_notification"))),
            "  brute force protection",
            "-   enabled: false",
            "+   enabled: true",
            "    shields:",
            "+     block"),
        row(
            "brute-force",
            with(BruteForce.of(true, HashSet.empty())),
            "  brute force protection",
            "    enabled: true (sent along)",
            "    shields:",
            "+     block"),
        row(
            "brute-force-mode",
            with(Given.BRUTE_FORCE.withMode("count_per_identifier")),
            "  brute force protection",
            "-   mode: \"count_per_identifier\"",
            "+   mode: \"count_per_identifier_and_ip\""),
        row(
            "brute-force-threshold",
            with(Given.BRUTE_FORCE.withMaxAttempts(100)),
            "  brute force protection",
            "-   max_attempts: 100",
            "+   max_attempts: 10"),
        row(
            "brute-force brute-force-mode brute-force-threshold",
            with(
                BruteForce.of(false, HashSet.of("block"))
                    .withMode("count_per_identifier")
                    .withMaxAttempts(1)),
            "  brute force protection",
            "-   enabled: false",
            "+   enabled: true",
            "-   mode: \"count_per_identifier\"",
            "+   mode: \"count_per_identifier_and_ip\"",
            "-   max_attempts: 1",
            "+   max_attempts: 10"));
  }

  private static Stream<Row> suspiciousIp() {
    return Stream.of(
        row(
            "ip-throttling",
            with(SuspiciousIp.of(false, HashSet.empty())),
            "  suspicious ip throttling",
            "-   enabled: false",
            "+   enabled: true",
            "    shields:",
            "+     block"),
        row(
            "ip-throttling-rate",
            with(Given.SUSPICIOUS_IP.withLimit(5, Duration.ofSeconds(864))),
            "  suspicious ip throttling",
            "-   stage.pre-login.max_attempts: 5",
            "+   stage.pre-login.max_attempts: 100",
            "    stage.pre-login.rate: 864000 (sent along)"));
  }

  private static Stream<Row> breached() {
    return Stream.of(
        row(
            "breached-passwords",
            Given.with(
                Given.nothing(),
                TenantFact.BREACHED_PASSWORDS,
                new BreachedPasswords(false, HashSet.of("admin_notification"))),
            "  breached password detection",
            "-   enabled: false",
            "+   enabled: true",
            "    shields:",
            "+     block"));
  }

  private static Stream<Row> allowlists() {
    Facts gateway = Given.expecting(it -> it.withEgress(Given.ranges("198.51.100.20")));
    return Stream.of(
        row(
            "allowlist-gateway",
            lists(gateway, Vector.of("203.0.113.7"), Vector.of("198.51.100.20", "203.0.113.7")),
            "  suspicious ip throttling",
            "    allowlist:",
            "-     198.51.100.20"),
        row(
            "allowlist-gateway",
            lists(gateway, Vector.of("198.51.100.16/28"), Vector.of("198.51.100.20")),
            "  brute force protection",
            "    allowlist:",
            "-     198.51.100.16/28",
            "  suspicious ip throttling",
            "    allowlist:",
            "-     198.51.100.20"),
        row(
            "allowlist-stale",
            lists(gateway, Vector.of("192.168.1.1", "203.0.113.7"), Vector.empty()),
            "  brute force protection",
            "    allowlist:",
            "-     192.168.1.1"),
        row(
            "allowlist-gateway allowlist-stale",
            lists(
                gateway, Vector.of("192.168.1.1", "203.0.113.7", "198.51.100.20"), Vector.empty()),
            "  brute force protection",
            "    allowlist:",
            "-     192.168.1.1",
            "-     198.51.100.20"),
        row("allowlist-width", lists(gateway, Vector.of("0.0.0.0/0"), Vector.empty())));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void the_plan_resolves_what_is_wrong(Row row) {
    Seq<Finding> findings =
        Vector.of(row.checks().split(" ")).map(id -> Checks.of(id).get().find(row.facts()));

    Plan plan = ApplyRemediesService.plan(row.facts(), findings);

    assertThat(findings).allMatch(Finding::isWrong);
    assertThat(plan.changes().flatMap(PlanText::of)).containsExactlyElementsOf(row.plan());
    assertThat(plan.left()).isEqualTo(row.plan().isEmpty() ? findings : Vector.empty());
  }

  @Test
  void each_check_with_a_remedy_has_a_row_of_its_own() {
    Seq<String> withRemedy =
        Checks.all()
            .filter(
                check ->
                    Vector.of(check.getClass().getDeclaredMethods())
                        .exists(method -> method.getName().equals("remedy")))
            .map(Check::id);

    assertThat(withRemedy).hasSizeGreaterThan(10);
    assertThat(rows().filter(row -> !row.plan().isEmpty()).map(Row::checks))
        .containsAll(withRemedy);
  }

  @Test
  void one_change_per_target_in_the_order_in_which_they_are_safe() {
    Facts facts =
        Given.with(
            Given.with(
                Given.with(
                    noDirectory(Given.CONNECTION),
                    TenantFact.BREACHED_PASSWORDS,
                    new BreachedPasswords(false, HashSet.empty())),
                TenantFact.BRUTE_FORCE,
                BruteForce.of(false, HashSet.empty())),
            TenantFact.APPLICATION,
            Option.of(Given.APPLICATION.withIpHeaderTrusted(false)));
    Seq<Finding> inReverse = Checks.all().reverse().map(check -> check.find(facts));

    Plan plan = ApplyRemediesService.plan(facts, inReverse);

    assertThat(plan.changes().map(change -> change.subject()))
        .containsExactly(
            "application Login gateway (client)",
            "tenant settings",
            "brute force protection",
            "breached password detection");
  }

  @ParameterizedTest
  @EnumSource(names = {"PRIVATE_KEY_JWT", "MUTUAL_TLS", "OTHER"})
  void a_stronger_method_is_never_replaced(AuthenticationMethod method) {
    Facts facts = app(method(method));

    Plan plan = ApplyRemediesService.plan(facts, Checks.all().map(check -> check.find(facts)));

    assertThat(plan.changes()).isEmpty();
  }

  @Test
  void without_facts_no_check_has_a_remedy() {
    assertThat(
            Checks.all().flatMap(check -> check.remedy(Given.nothing(), ChangeSet.EMPTY).changes()))
        .isEmpty();
  }

  private static Application method(AuthenticationMethod method) {
    return Given.APPLICATION.withMethod(method).withIpHeaderTrusted(false);
  }

  private static Facts app(Application application) {
    return Given.with(Given.nothing(), TenantFact.APPLICATION, Option.of(application));
  }

  private static Facts noDirectory(Connection... connections) {
    return Given.with(
        Given.with(
            Given.nothing(), TenantFact.DIRECTORY, new Directory(Option.none(), Option.none())),
        TenantFact.CONNECTIONS,
        Vector.of(connections));
  }

  private static Facts with(BruteForce value) {
    return Given.with(Given.nothing(), TenantFact.BRUTE_FORCE, value);
  }

  private static Facts with(SuspiciousIp value) {
    return Given.with(Given.nothing(), TenantFact.SUSPICIOUS_IP, value);
  }

  private static Facts lists(Facts facts, Vector<String> bruteForce, Vector<String> suspicious) {
    return Given.with(
        Given.with(facts, TenantFact.BRUTE_FORCE, Given.BRUTE_FORCE.withAllowlist(bruteForce)),
        TenantFact.SUSPICIOUS_IP,
        Given.SUSPICIOUS_IP.withAllowlist(suspicious));
  }
}
