package dev.portcullis.adapters.http.pages;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;
import java.util.Locale;

/** The texts of the pages in one language. */
final class Messages {

  /** The key of the language's own name. */
  private static final String NAME = "language-name";

  private final String language;
  private final String name;
  private final Map<String, String> texts;

  private Messages(String language, String name, Map<String, String> texts) {
    this.language = language;
    this.name = name;
    this.texts = texts;
  }

  /** All languages, English included. */
  static final class Catalog {

    static final String FALLBACK = "en";

    /** A longer header is ignored. */
    private static final int MAX_ACCEPT_LENGTH = 200;

    private final Map<String, Messages> byLanguage;

    /**
     * Creates the catalog.
     *
     * @param texts by language; English fills in what a language lacks
     */
    Catalog(Map<String, Map<String, String>> texts) {
      Map<String, String> english = texts.get(FALLBACK).getOrElse(HashMap.empty());
      this.byLanguage =
          texts.map(
              (language, own) ->
                  io.vavr.Tuple.of(
                      language,
                      new Messages(
                          language, own.get(NAME).getOrElse(language), own.merge(english))));
    }

    /**
     * The texts in the language that the user has chosen, or else in the one that the
     * Accept-Language header prefers.
     */
    Messages preferred(Option<String> chosen, String acceptLanguage) {
      return chosen
          .flatMap(byLanguage::get)
          .orElse(() -> language(acceptLanguage).flatMap(byLanguage::get))
          .getOrElse(this::fallback);
    }

    boolean has(String language) {
      return byLanguage.containsKey(language);
    }

    /** Every language, in the order of their tags. */
    Seq<Messages> all() {
      return byLanguage.values().sortBy(Messages::language).toVector();
    }

    private Option<String> language(String acceptLanguage) {
      if (acceptLanguage.isEmpty() || acceptLanguage.length() > MAX_ACCEPT_LENGTH) {
        return Option.none();
      }
      try {
        List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(acceptLanguage);
        return Option.of(Locale.lookupTag(ranges, byLanguage.keySet().toJavaList()));
      } catch (IllegalArgumentException e) {
        return Option.none();
      }
    }

    private Messages fallback() {
      return byLanguage.get(FALLBACK).get();
    }
  }

  String language() {
    return language;
  }

  /** The language's name in itself, or else its tag. */
  String name() {
    return name;
  }

  /**
   * The text of a key, {0} and so on replaced.
   *
   * @throws IllegalArgumentException if there is no such text
   */
  String text(String key, Object... arguments) {
    String text =
        texts
            .get(key)
            .getOrElseThrow(
                () -> new IllegalArgumentException("key: " + key + " (expected: a message's)"));
    for (int i = 0; i < arguments.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
    }
    return text;
  }

  /** The parts of a text that is a list separated by |; none if there is no such text. */
  List<String> items(String key) {
    return texts
        .get(key)
        .map(text -> Vector.of(text.split("\\|")).map(String::strip).asJava())
        .getOrElse(List.of());
  }

  /** All texts by key, for templates. */
  java.util.Map<String, String> asMap() {
    return texts.toJavaMap();
  }
}
