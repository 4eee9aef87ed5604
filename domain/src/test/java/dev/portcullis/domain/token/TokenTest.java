package dev.portcullis.domain.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

  @Test
  void any_printable_ascii_is_a_token_and_nothing_else() {
    for (int c = Character.MIN_VALUE; c <= Character.MAX_VALUE; c++) {
      String text = "a" + (char) c + "a";

      boolean sound = new AccessToken(text).isSound();

      assertThat(sound).as("U+%04X", c).isEqualTo(c >= ' ' && c <= '~');
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "é", "a\uD83D\uDE00"})
  void nothing_is_no_token_and_one_character_is_enough_to_spoil_one(String text) {
    assertThat(RefreshToken.of(text).isValid()).isFalse();
  }
}
