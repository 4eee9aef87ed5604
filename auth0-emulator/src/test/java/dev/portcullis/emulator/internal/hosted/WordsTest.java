package dev.portcullis.emulator.internal.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  /** Lists have spaces; a dash is none. */
  @ParameterizedTest
  @CsvSource({
    "en de fr, -, -, en",
    "de en, -, -, de",
    "en de fr, de-AT, fr, de",
    "en de fr, it fr_CA, de, fr",
    "en de fr, DE, -, de",
    "en de fr, it, 'it;q=1, fr;q=0.4, de;q=0.8', de",
    "en de fr, -, 'de;q=0, fr;q=0.1', fr",
    "en, de, de, en",
    "de-CH en, -, -, de",
    "it de, -, -, de",
    "it, de, -, en",
    "-, -, -, en",
    "en de, -, ';;;', en"
  })
  void the_language_is_the_first_wanted_one_that_is_enabled_and_known(
      String enabled, String uiLocales, String accepted, String language) {
    Words words =
        Words.of(
            list(enabled), list(uiLocales), accepted.equals("-") ? List.of() : List.of(accepted));

    assertThat(words.language()).isEqualTo(language);
  }

  private static List<String> list(String text) {
    return text.equals("-") ? List.of() : List.of(text.split(" ", -1));
  }

  @Test
  void every_value_is_put_in_its_place() {
    Words words = new Words("en", Map.of("key", "{1} before {0}, {0} again"));

    assertThat(words.text("key", "a", "b")).isEqualTo("b before a, a again");
  }
}
