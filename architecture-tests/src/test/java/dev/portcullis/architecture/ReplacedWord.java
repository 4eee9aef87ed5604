package dev.portcullis.architecture;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A word or phrase of the project's old dialect that plain English replaced.
 *
 * @param forms the ways it is written, in lower case
 * @param instead what to write
 * @param pattern finds the forms in prose, over line ends and Java string concatenations, and in
 *     snake_case and camelCase names
 */
record ReplacedWord(List<String> forms, String instead, Pattern pattern) {

  private static final String HUMP = "(?<=\\p{Ll})(?=\\p{Lu})";
  private static final String START = "(?:(?<!\\p{L})|" + HUMP + ")";
  private static final String END = "(?:(?!\\p{L})|" + HUMP + ")";

  /** What may be between two words: white space, marks of comments and strings, or a hump. */
  private static final String GAP = "(?:[\\s*#/+\"'_-]+|" + HUMP + ")";

  static final List<ReplacedWord> ALL =
      List.of(
          of("anyone who, a client that, callers, operators", "whoever", "he that", "he who"),
          of("fix, remedy", "mend", "mends", "mended", "mending"),
          of("separated by, distinguished from", "parted by", "told from"),
          of("whether … or", "be it"),
          of("typo", "slip of the pen"),
          of("minimal configuration", "least file"),
          of("a number, or: that many, at most … concurrently", "so many"),
          of("alternately", "by turns"),
          of("automatically", "in passing"),
          of("valid, expired", "good for", "no longer good"),
          of("called once, submitted once", "asked once"),
          of(
              "fails on a violation, proven to fail",
              "it bites",
              "rule bites",
              "seen to bite",
              "seen to catch"),
          of("treated as", "taken for"),
          of("an unknown client, another client", "stranger", "strangers"),
          of("login pages", "pages for people"),
          of("public listener", "listener for users", "listeners for users"),
          of("admin listener", "listener for operators", "operators listener"),
          of(
              "trusted, trusts",
              "is believed",
              "are believed",
              "was believed",
              "were believed",
              "gateway believes",
              "tenant believes",
              "it believes"),
          of("resets, starts over", "begins anew", "begin anew"),
          of("still, anyway", "all the same"),
          of("not changed automatically", "left to you"),
          of("they like", "he likes"));

  /**
   * Where a replaced word stands.
   *
   * @param line counted from 1
   */
  record Hit(int line, String found, String instead) {

    @Override
    public String toString() {
      return line + ": '" + found + "', write: " + instead;
    }
  }

  /** Every replaced word in the text, from top to bottom. */
  static List<Hit> in(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(word -> word.mayBeIn(lower))
        .flatMap(
            word ->
                word.pattern
                    .matcher(text)
                    .results()
                    .map(
                        (MatchResult match) ->
                            new Hit(
                                1
                                    + (int)
                                        text.substring(0, match.start())
                                            .chars()
                                            .filter(each -> each == '\n')
                                            .count(),
                                match.group().replaceAll("\\s+", " "),
                                word.instead)))
        .sorted(Comparator.comparingInt(Hit::line))
        .toList();
  }

  /** Spares the slow search in most texts. */
  private boolean mayBeIn(String lower) {
    return forms.stream().anyMatch(form -> Stream.of(form.split(" ")).allMatch(lower::contains));
  }

  private static ReplacedWord of(String instead, String... forms) {
    String any =
        Stream.of(forms)
            .map(
                form ->
                    Stream.of(form.split(" "))
                        .map(word -> "(?i:" + Pattern.quote(word) + ")")
                        .collect(Collectors.joining(GAP)))
            .collect(Collectors.joining("|", "(?:", ")"));
    return new ReplacedWord(List.of(forms), instead, Pattern.compile(START + any + END));
  }
}
