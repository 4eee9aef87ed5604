package dev.portcullis.domain.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"openid", "openid profile read:orders", "!#$%[]~", "https://example.com/a"})
  void words_separated_by_single_blanks_are_a_scope(String text) {
    assertThat(Scope.of(text).get()).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "openid ", " openid", "a  b", "a\tb", "a\"b", "a\\b", "ä", "a\n"})
  void anything_else_is_none(String text) {
    assertThat(Scope.of(text).isInvalid()).isTrue();
  }

  @Test
  void a_word_given_twice_is_asked_for_once() {
    assertThat(Scope.of("a b a").get()).hasToString("a b");
  }

  @Test
  void the_longest_scope_is_taken_and_one_longer_is_not() {
    assertThat(Scope.of("a".repeat(Scope.MAX_LENGTH)).isValid()).isTrue();
    assertThat(Scope.of("a".repeat(Scope.MAX_LENGTH + 1)).isValid()).isFalse();
  }
}
