package dev.portcullis.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeCodeTest {

  @ParameterizedTest
  @EnumSource
  void a_word_is_the_name_in_lower_case_with_hyphens(OutcomeCode code) {
    assertThat(code.word())
        .matches("[a-z]+(-[a-z]+)*")
        .isEqualTo(code.toString())
        .isEqualTo(code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
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
