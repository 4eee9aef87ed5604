package dev.portcullis.domain.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginIdentifierTest {

  @ParameterizedTest
  @ValueSource(strings = {" ", "   ", "\u00a0", "\u3000 "})
  void blanks_alone_are_no_name(String text) {
    assertThat(LoginIdentifier.of(text).getError()).contains("blank");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          "ada@example.com "              | ada@example.com
          " ada@example.com"              | ada@example.com
          "\u00a0\u3000ada@example.com\t" | ada@example.com
          "ada lovelace@example.com"      | "ada lovelace@example.com"
          " ada "                         | " ada "
          " @ "                           | @
          """)
  void a_name_with_an_at_sign_is_trimmed(String typed, String name) {
    assertThat(LoginIdentifier.trimmed(typed)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 72, 73, 128, 319, 320})
  void up_to_320_characters_are_taken(int length) {
    assertThat(LoginIdentifier.of("x".repeat(length)).get().value()).hasSize(length);
    assertThat(LoginIdentifier.of("🔑".repeat(length)).get().value()).hasSize(2 * length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 321, 1024, 1025})
  void any_other_length_is_refused(int length) {
    assertThat(LoginIdentifier.of("🔑".repeat(length)).getError())
        .isEqualTo("length: " + length + " (expected: 1-320 characters)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.com",
        " ada@example.com ",
        "Ada@Example.COM",
        "ada+tag@example.com",
        "+15550100",
        "Ådå",
        "cafe\u0301",
        "' or 1=1 --",
        "<script>"
      })
  void no_character_is_altered(String text) {
    assertThat(LoginIdentifier.of(text).get().value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0", "a\nb", "a\r\nb", "\ta", "\u007f", "\u0085", "a\u009f"})
  void control_characters_are_refused(String text) {
    assertThat(LoginIdentifier.of(text).getError())
        .isEqualTo("characters: not text (expected: Unicode without control characters)");
  }

  @Test
  void one_text_is_one_value_and_prints_as_none() {
    LoginIdentifier identifier = LoginIdentifier.of("ada@example.com").get();

    assertThat(identifier)
        .isEqualTo(LoginIdentifier.of("ada@example.com").get())
        .hasSameHashCodeAs(LoginIdentifier.of("ada@example.com").get())
        .isNotEqualTo(LoginIdentifier.of("Ada@example.com").get())
        .hasToString("LoginIdentifier[redacted]");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"ada@example.com|ada@example.com", "' Ada@EXAMPLE.com '|ada@example.com", "I|i"},
      delimiter = '|')
  void spellings_of_one_user_have_one_canonical_form(String typed, String canonical) {
    assertThat(LoginIdentifier.of(typed).get().canonical()).isEqualTo(canonical);
  }
}
