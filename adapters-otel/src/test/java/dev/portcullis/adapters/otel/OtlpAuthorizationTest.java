package dev.portcullis.adapters.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OtlpAuthorizationTest {

  static Stream<String> usable() {
    return Stream.of("!", "~", "Bearer s3cret", "s".repeat(8_192));
  }

  @ParameterizedTest
  @MethodSource("usable")
  void printable_ascii_of_at_most_8192_characters_is_usable(String value) {
    OtlpAuthorization authorization = new OtlpAuthorization(value);

    assertThat(authorization.value()).isEqualTo(value);
  }

  static Stream<String> unusable() {
    return Stream.of("", " ", "s3cret\n", "s3cret\t", "s3cret\u007f", "s3crèt", "s".repeat(8_193));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void anything_else_is_refused_without_its_value(String value) {
    assertThatThrownBy(() -> new OtlpAuthorization(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value: not usable (expected: 1-8192 printable ASCII characters)");
  }

  @Test
  void values_are_compared_and_never_printed() {
    OtlpAuthorization authorization = new OtlpAuthorization("Bearer s3cret");

    assertThat(authorization.isSameAs(new OtlpAuthorization("Bearer s3cret"))).isTrue();
    assertThat(authorization.isSameAs(new OtlpAuthorization("Bearer other"))).isFalse();
    assertThat(authorization.toString()).isEqualTo("OtlpAuthorization[redacted]");
  }
}
