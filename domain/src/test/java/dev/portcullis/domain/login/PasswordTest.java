package dev.portcullis.domain.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Validation;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 72, 73, 128, 1023, 1024})
  void a_password_of_up_to_1024_characters_is_taken_whole(int length) {
    assertThat(Password.of("x".repeat(length)).get().reveal()).hasSize(length);
    // Three bytes, and four in two chars: it is characters that count.
    assertThat(Password.of("€".repeat(length)).isValid()).isTrue();
    assertThat(Password.of("🔑".repeat(length)).get().reveal()).hasSize(2 * length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1025, 100_000})
  void any_other_length_is_refused_and_not_told(int length) {
    Validation<String, Password> password = Password.of("🔑".repeat(length));

    assertThat(password.getError()).isEqualTo("length: out of range (expected: 1-1024 characters)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "  surrounded  ",
        "\t\r\n",
        "\0",
        "\u0007bell",
        "\ufeff",
        "\u00a0",
        "cafe\u0301", // decomposed
        "caf\u00e9", // composed
        "ﬁ", // a ligature that NFKC would take apart
        "İıßſK",
        "\"\\${jndi:ldap://x}%0a&=+",
        "' or 1=1 --",
        "👩‍👩‍👧‍👦"
      })
  void no_character_is_altered(String text) {
    assertThat(Password.of(text).get().reveal()).isEqualTo(text);
  }

  /** Not constants of an annotation: a class file could not hold them. */
  static List<String> loneSurrogates() {
    return List.of("\ud83d", "\udd11", "\udd11\ud83d", "a\ud83d", "\ud83d\ud83d\udd11", "\ud83db");
  }

  @ParameterizedTest
  @MethodSource("loneSurrogates")
  void lone_surrogates_are_no_text(String text) {
    assertThat(Password.of(text).getError()).startsWith("characters: not text");
    assertThat(LoginIdentifier.of(text).getError()).startsWith("characters: not text");
  }

  @Property
  void whatever_is_taken_comes_out_as_it_was(@ForAll("texts") String text) {
    assertThat(Password.of(text).get().reveal()).isEqualTo(text);
  }

  @Property
  void nothing_prints_a_password(@ForAll("longTexts") String text) {
    Password password = Password.of(text).get();

    assertThat(password).hasToString("Password[redacted]");
    assertThat(new Credentials(LoginIdentifier.of("ada").get(), password).toString())
        .doesNotContain(text);
  }

  @Property
  void passwords_are_not_compared(@ForAll("texts") String text) {
    assertThat(Password.of(text).get()).isNotEqualTo(Password.of(text).get());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().ofMinLength(1).ofMaxLength(200).filter(UnicodeText::isWellFormed);
  }

  @Provide
  Arbitrary<String> longTexts() {
    return Arbitraries.strings().ascii().ofMinLength(20).ofMaxLength(200);
  }
}
