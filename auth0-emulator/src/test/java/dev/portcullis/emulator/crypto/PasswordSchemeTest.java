package dev.portcullis.emulator.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordSchemeTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  @ParameterizedTest
  @ValueSource(strings = {"bcrypt:4", "pbkdf2:1", "pbkdf2:1000"})
  void a_hash_is_of_one_password_and_salted(String text) {
    PasswordHashing hashing = PasswordScheme.parse(text).hashing(RANDOM);

    String hash = hashing.hash("pässword");

    assertThat(hashing.matches("pässword", hash)).isTrue();
    assertThat(hashing.matches("password", hash)).isFalse();
    assertThat(hashing.matches("", hash)).isFalse();
    assertThat(hashing.matches("", hashing.hash(""))).isTrue();
    assertThat(hashing.hash("pässword")).isNotEqualTo(hash).doesNotContain("pässword");
  }

  @Test
  void hashes_of_another_scheme_are_accepted_too() {
    PasswordHashing bcrypt = PasswordScheme.parse("bcrypt:4").hashing(RANDOM);
    PasswordHashing pbkdf2 = PasswordScheme.parse("pbkdf2:1").hashing(RANDOM);

    assertThat(bcrypt.matches("right", pbkdf2.hash("right"))).isTrue();
    assertThat(pbkdf2.matches("right", bcrypt.hash("right"))).isTrue();
    assertThat(bcrypt.matches("wrong", pbkdf2.hash("right"))).isFalse();
    assertThat(pbkdf2.matches("wrong", bcrypt.hash("right"))).isFalse();
  }

  /** The first half of a vector of RFC 7914 section 11. */
  @Test
  void pbkdf2_is_the_standard_one() {
    String known = "$pbkdf2-sha256$1$c2FsdA$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw";

    assertThat(Pbkdf2.verify("passwd", known)).isTrue();
    assertThat(Pbkdf2.verify("passwe", known)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "bcrypt:3; bcrypt cost: 3 (expected: 4..31)",
        "pbkdf2:0; pbkdf2 cost: 0 (expected: 1..10000000)",
        "plain; plain (expected: one of bcrypt:4..31, pbkdf2:1..10000000)",
        "bcrypt:; bcrypt: (expected: one of bcrypt:4..31, pbkdf2:1..10000000)",
      })
  void what_is_no_scheme_is_refused(String text, String message) {
    assertThatThrownBy(() -> PasswordScheme.parse(text)).hasMessage(message);
  }

  @Test
  void a_scheme_is_written_as_it_is_read() {
    assertThat(PasswordScheme.parse("pbkdf2:1")).hasToString("pbkdf2:1");
  }
}
