package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.page.Template;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of the hosted pages in one language; what a language lacks is English.
 *
 * @param language the language as the pages declare it
 */
record Words(String language, Map<String, String> texts) {

  private static final String ENGLISH = "en";
  private static final Map<String, Words> KNOWN =
      Stream.of(ENGLISH, "de", "fr", "es")
          .collect(Collectors.toUnmodifiableMap(Function.identity(), Words::read));

  /** Copies the texts. */
  Words {
    texts = Map.copyOf(texts);
  }

  private static Words read(String language) {
    Map<String, String> texts = new HashMap<>(properties("hosted.properties"));
    if (!language.equals(ENGLISH)) {
      texts.putAll(properties("hosted_" + language + ".properties"));
    }
    return new Words(language, texts);
  }

  private static Map<String, String> properties(String file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Template.resource(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(Function.identity(), properties::getProperty));
  }

  /**
   * The words for a request: of its {@code ui_locales} and then its {@code Accept-Language} the
   * first language that is enabled and known, else the first that the tenant enabled.
   */
  static Words of(List<String> enabled, List<String> uiLocales, List<String> acceptLanguage) {
    List<String> usable =
        enabled.stream().map(Words::language).filter(KNOWN::containsKey).distinct().toList();
    return Stream.concat(uiLocales.stream(), accepted(acceptLanguage))
        .map(Words::language)
        .filter(usable::contains)
        .findFirst()
        .or(() -> usable.stream().findFirst())
        .flatMap(language -> Optional.ofNullable(KNOWN.get(language)))
        .orElseGet(() -> read(ENGLISH));
  }

  private static Stream<String> accepted(List<String> lines) {
    try {
      return LanguageRange.parse(String.join(",", lines)).stream()
          .filter(range -> range.getWeight() > 0)
          .map(LanguageRange::getRange);
    } catch (IllegalArgumentException e) {
      return Stream.of();
    }
  }

  /** The language of a tag such as {@code de-AT}. */
  private static String language(String tag) {
    return tag.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
  }

  /** A text with these values in place of {@code {0}}, {@code {1}}, … */
  String text(String key, String... values) {
    String text = Optional.ofNullable(texts.get(key)).orElseThrow();
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", values[i]);
    }
    return text;
  }
}
