package dev.portcullis.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.remedy.Remedies;
import dev.portcullis.doctor.tenant.Change;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.doctor.tenant.TenantSnapshot.OrganizationUsage;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The method decides whether the header can be trusted at all, and whether that can be mended. */
class AuthenticationMethodsTest {

  private static final FactUnavailable UNREAD = new FactUnavailable.MissingScope("read:everything");
  private static final Expectations EXPECTED =
      new Expectations(
          "client",
          AuthenticationMethod.CLIENT_SECRET_BASIC,
          Option.none(),
          Option.none(),
          false,
          HashMap.empty(),
          IpRangeSet.EMPTY,
          Option.none(),
          new Expectations.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(10)));

  @ParameterizedTest
  @EnumSource(names = {"UNSET", "NONE", "PRIVATE_KEY_JWT", "MUTUAL_TLS", "OTHER"})
  void without_the_secret_the_header_is_not_trusted(AuthenticationMethod method) {
    Seq<Finding> findings = SettingsChecks.of(tenant(method), EXPECTED);

    assertThat(result(findings, Check.AUTHENTICATION_METHOD)).isInstanceOf(Failed.class);
    assertThat(result(findings, Check.TRUST_HEADER).text()).contains("cannot be on");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNSET", "NONE"})
  void a_secret_is_what_the_gateway_uses_and_goes_with_the_flag(AuthenticationMethod method) {
    TenantSnapshot tenant = tenant(method);

    Seq<Change> changes = Remedies.of(SettingsChecks.of(tenant, EXPECTED), tenant, EXPECTED);

    assertThat(changes).hasSize(1);
    assertThat(((Change.Patch) changes.head()).edits())
        .extracting(edit -> edit.path() + "=" + edit.after())
        .contains(
            "token_endpoint_auth_method=Text[value=client_secret_basic]",
            "is_token_endpoint_ip_header_trusted=Flag[value=true]");
  }

  @ParameterizedTest
  @EnumSource(names = {"PRIVATE_KEY_JWT", "MUTUAL_TLS", "OTHER"})
  void a_better_method_is_never_taken_away(AuthenticationMethod method) {
    TenantSnapshot tenant = tenant(method);

    Seq<Change> changes = Remedies.of(SettingsChecks.of(tenant, EXPECTED), tenant, EXPECTED);

    assertThat(changes).isEmpty();
  }

  @Test
  void what_could_not_be_read_is_neither_good_nor_wrong_nor_changed() {
    TenantSnapshot nothing = TenantSnapshot.unread(UNREAD);

    Seq<Finding> findings = SettingsChecks.of(nothing, EXPECTED);

    assertThat(findings.filter(Finding::isWrong)).isEmpty();
    assertThat(result(findings, Check.TRUST_HEADER)).isEqualTo(new NotChecked(UNREAD.reason()));
    assertThat(new Diagnosis(Instant.EPOCH, findings).status())
        .isEqualTo(Diagnosis.Status.NOT_CHECKED);
    assertThat(Remedies.of(findings, nothing, EXPECTED)).isEmpty();
  }

  private static CheckResult result(Seq<Finding> findings, Check check) {
    return findings.find(it -> it.check() == check).get().result();
  }

  private static TenantSnapshot tenant(AuthenticationMethod method) {
    TenantSnapshot unread = TenantSnapshot.unread(UNREAD);
    return new TenantSnapshot(
        Either.right(
            Option.of(
                new Application(
                    "client",
                    "Login gateway",
                    Option.of("regular_web"),
                    true,
                    method,
                    false,
                    HashSet.of(Grants.PASSWORD).addAll(Grants.MFA),
                    OrganizationUsage.DENY))),
        unread.connections(),
        unread.directory(),
        unread.api(),
        unread.bruteForce(),
        unread.suspiciousIp(),
        unread.breachedPasswords(),
        unread.botDetection(),
        unread.tokenLimit());
  }
}
