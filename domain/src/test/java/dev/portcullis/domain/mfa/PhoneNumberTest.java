package dev.portcullis.domain.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

  @ParameterizedTest
  @ValueSource(strings = {"+1234567", "+15005550167", "+123456789012345"})
  void a_plus_and_7_to_15_digits_are_a_number(String text) {
    assertThat(PhoneNumber.of(text).get().value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "15005550167",
        "+05005550167",
        "+123456",
        "+1234567890123456",
        "+1 500 555 0167",
        "+15005550167\n",
        " +15005550167",
        "tel:+15005550167",
        "+1500555016\u0667"
      })
  void anything_else_is_none(String text) {
    assertThat(PhoneNumber.of(text).isInvalid()).isTrue();
  }
}
