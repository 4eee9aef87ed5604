package dev.portcullis.domain.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

  @Test
  void an_id_prints_as_itself() {
    assertThat(new RequestId("a-Z_0")).hasToString("a-Z_0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "\na", "a\u2028", "é", "a/b", "<a>"})
  void an_id_that_could_break_a_log_line_is_none(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RequestId(value))
        .withMessage("value: not an id (expected: 1-64 of A-Z a-z 0-9 _ -)");
  }

  @Test
  void an_id_has_at_most_64_characters() {
    assertThat(new RequestId("x".repeat(64)).value()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> new RequestId("x".repeat(65)));
  }
}
