package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testkit.contract.LoginJournalContract;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OutcomeCodeTest {

  @Test
  void the_codes_are_those_that_dashboards_know() {
    assertThat(Arrays.stream(OutcomeCode.values()).map(OutcomeCode::code))
        .containsExactly(
            "granted",
            "wrong-credentials",
            "password-leaked",
            "brute-force-blocked",
            "ip-throttled",
            "same-user-limited",
            "mfa-required",
            "verification-required",
            "denied",
            "user-blocked",
            "rate-limited",
            "misconfigured",
            "unreachable",
            "no-answer",
            "unintelligible");
  }

  @Test
  void every_code_is_of_some_outcome() {
    assertThat(LoginJournalContract.outcomes().map(OutcomeCode::of).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(OutcomeCode.values());
  }
}
