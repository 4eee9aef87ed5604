package dev.portcullis.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutcomeCodeTest {

  @Test
  void the_words_of_a_login_are_those_that_dashboards_use() {
    assertThat(LoginOutcome.CODES.map(OutcomeCode::word))
        .containsExactly(
            "granted",
            "wrong-credentials",
            "password-leaked",
            "brute-force-blocked",
            "ip-throttled",
            "too-many-logins",
            "mfa-required",
            "verification-required",
            "denied",
            "user-blocked",
            "rate-limited",
            "misconfigured",
            "unreachable",
            "no-answer",
            "unavailable",
            "unintelligible");
  }

  @Test
  void the_words_of_the_steps_are_those_that_dashboards_use() {
    assertThat(
            Arrays.stream(OutcomeCode.values())
                .filter(code -> !LoginOutcome.CODES.contains(code))
                .map(OutcomeCode::word))
        .containsExactly(
            "renewed",
            "refresh-token-invalid",
            "scope-refused",
            "revoked",
            "listed",
            "otp-expected",
            "oob-sent",
            "enrollment-required",
            "otp-enrolled",
            "oob-enrolled",
            "already-enrolled",
            "factor-unavailable",
            "wrong-code",
            "authorization-pending",
            "slow-down",
            "push-rejected",
            "login-expired",
            "too-many-codes",
            "accepted",
            "reset-mail-sent",
            "reset-page",
            "too-many-resets",
            "reset-not-started");
  }

  @Test
  void only_a_misconfiguration_is_for_the_operator_alone() {
    assertThat(OutcomeCode.values())
        .filteredOn(code -> code.kind() == OutcomeCode.Kind.BROKEN)
        .containsExactly(OutcomeCode.MISCONFIGURED);
  }

  @Test
  void no_fault_is_the_users_concern() {
    assertThat(ProviderFault.CODES)
        .allMatch(
            code ->
                code.kind() == OutcomeCode.Kind.IMPAIRED || code.kind() == OutcomeCode.Kind.BROKEN);
  }
}
