package dev.portcullis.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderRequestIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "8f1a2b3c4d5e6f70-FRA", "a:b.c_d"})
  void an_id_is_taken_as_it_came(String text) {
    assertThat(ProviderRequestId.of(text).map(ProviderRequestId::value)).containsExactly(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "a\r\nb", "a\u00e9", "a=\"b\""})
  void what_could_write_something_else_into_a_log_is_none(String text) {
    assertThat(ProviderRequestId.of(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new ProviderRequestId(text));
  }
}
