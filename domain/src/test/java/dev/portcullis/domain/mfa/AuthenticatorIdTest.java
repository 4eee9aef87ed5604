package dev.portcullis.domain.mfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"sms|dev_2b3C", "push|dev.x-Y_z", "0", "|"})
  void an_id_is_taken_as_it_came(String text) {
    assertThat(AuthenticatorId.of(text).get().value()).isEqualTo(text);
  }

  static Stream<String> others() {
    return Stream.of(
        "",
        " ",
        "sms|dev 1",
        " sms|dev",
        "sms|dev\n",
        "sms|dev/..",
        "sms|d\u00e9v",
        "a".repeat(129));
  }

  @ParameterizedTest
  @MethodSource("others")
  void another_text_is_refused_without_an_exception(String text) {
    assertThat(AuthenticatorId.of(text).isInvalid()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> new AuthenticatorId(text));
  }
}
