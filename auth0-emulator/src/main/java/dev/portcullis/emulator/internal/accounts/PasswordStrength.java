package dev.portcullis.emulator.internal.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Rules of strength, and how Auth0 explains them: the codes and texts are those of its library
 * password-sheriff.
 */
final class PasswordStrength {

  private static final int IN_A_ROW = 2;
  private static final int MOST_BYTES = 72;

  private static final Rule LOWER =
      Rule.of("lowerCase", "lower case letters (a-z)", text -> text.matches("(?s).*[a-z].*"));
  private static final Rule UPPER =
      Rule.of("upperCase", "upper case letters (A-Z)", text -> text.matches("(?s).*[A-Z].*"));
  private static final Rule NUMBER =
      Rule.of("numbers", "numbers (i.e. 0-9)", text -> text.matches("(?s).*[0-9].*"));
  private static final Rule SPECIAL =
      Rule.of(
          "specialCharacters",
          "special characters (e.g. !@#$%^&*)",
          text -> text.matches("(?s).*[ -/:-@\\[-`{-~].*"));
  private static final List<Rule> TYPES = List.of(LOWER, UPPER, NUMBER, SPECIAL);

  private final List<Rule> rules;

  private PasswordStrength(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** {@code passwordPolicy}; a {@code min_length} above 0 is that instead of the level's. */
  static PasswordStrength ofLevel(String level, int minLength) {
    int ofLevel =
        switch (level) {
          case "low" -> 6;
          case "fair", "good" -> 8;
          case "excellent" -> 10;
          default -> 1;
        };
    List<Rule> rules = new ArrayList<>();
    rules.add(length(minLength > 0 ? minLength : ofLevel));
    switch (level) {
      case "fair" -> rules.add(all(List.of(LOWER, UPPER, NUMBER)));
      case "good" -> rules.add(threeOf(TYPES));
      case "excellent" -> {
        rules.add(threeOf(TYPES));
        rules.add(identical());
      }
      default -> {}
    }
    return new PasswordStrength(rules);
  }

  /** {@code password_options.complexity}. */
  static PasswordStrength ofComplexity(JsonNode complexity) {
    List<Rule> rules = new ArrayList<>();
    rules.add(length(complexity.path("min_length").asInt(1)));
    List<Rule> types = new ArrayList<>();
    for (JsonNode type : complexity.path("character_types")) {
      types.add(
          switch (type.asText()) {
            case "uppercase" -> UPPER;
            case "lowercase" -> LOWER;
            case "number" -> NUMBER;
            default -> SPECIAL;
          });
    }
    if (!types.isEmpty()) {
      boolean three = complexity.path("character_type_rule").asText().equals("three_of_four");
      rules.add(three ? threeOf(types) : all(types));
    }
    if (complexity.path("identical_characters").asText().equals("block")) {
      rules.add(identical());
    }
    if (complexity.path("sequential_characters").asText().equals("block")) {
      rules.add(sequential());
    }
    if (complexity.path("max_length_exceeded").asText().equals("error")) {
      rules.add(
          new Rule(
              "maxLength",
              "Maximum password length exceeded",
              List.of(MOST_BYTES),
              List.of(),
              text -> text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES));
    }
    return new PasswordStrength(rules);
  }

  boolean accepts(String password) {
    return rules.stream().allMatch(rule -> rule.holds().test(password));
  }

  /** The rules, each with whether the password meets it. */
  Map<String, Object> description(String password) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("rules", rules.stream().map(rule -> rule.explained(password)).toList());
    description.put("verified", accepts(password));
    return description;
  }

  /** The rules as text. */
  String policy() {
    List<String> lines = new ArrayList<>();
    for (Rule rule : rules) {
      lines.add("* " + rule.text());
      rule.items().forEach(item -> lines.add(" * " + item.text()));
    }
    return String.join("\n", lines);
  }

  private static Rule length(int least) {
    Predicate<String> holds = text -> text.length() >= least;
    return least == 1
        ? Rule.of("nonEmpty", "Non-empty password required", holds)
        : new Rule(
            "lengthAtLeast", "At least %d characters in length", List.of(least), List.of(), holds);
  }

  private static Rule all(List<Rule> types) {
    return new Rule(
        "shouldContain",
        "Should contain:",
        List.of(),
        types,
        text -> types.stream().allMatch(type -> type.holds().test(text)));
  }

  private static Rule threeOf(List<Rule> types) {
    return new Rule(
        "containsAtLeast",
        "Contain at least %d of the following %d types of characters:",
        List.of(3, types.size()),
        types,
        text -> types.stream().filter(type -> type.holds().test(text)).count() >= 3);
  }

  private static Rule identical() {
    return new Rule(
        "identicalChars",
        "No more than %d identical characters in a row (e.g., \"%s\" not allowed)",
        List.of(IN_A_ROW, "aaa"),
        List.of(),
        text -> !text.matches("(?s).*(.)\\1\\1.*"));
  }

  private static Rule sequential() {
    return new Rule(
        "sequentialChars",
        "No more than %d sequential alphanumeric characters (e.g., \"%s\" not allowed)",
        List.of(IN_A_ROW, "abc"),
        List.of(),
        text -> !sequence(text, 1) && !sequence(text, -1));
  }

  /** Whether three letters or digits follow each other in that direction. */
  private static boolean sequence(String text, int step) {
    for (int i = 2; i < text.length(); i++) {
      if (text.substring(i - 2, i + 1).matches("[a-z]{3}|[A-Z]{3}|[0-9]{3}")
          && text.charAt(i - 1) - text.charAt(i - 2) == step
          && text.charAt(i) - text.charAt(i - 1) == step) {
        return true;
      }
    }
    return false;
  }

  private record Rule(
      String code, String message, List<Object> format, List<Rule> items, Predicate<String> holds) {

    static Rule of(String code, String message, Predicate<String> holds) {
      return new Rule(code, message, List.of(), List.of(), holds);
    }

    String text() {
      return format.isEmpty() ? message : String.format(Locale.ROOT, message, format.toArray());
    }

    Map<String, Object> explained(String password) {
      Map<String, Object> explained = new LinkedHashMap<>();
      explained.put("message", message);
      if (!format.isEmpty()) {
        explained.put("format", format);
      }
      explained.put("code", code);
      explained.put("verified", holds.test(password));
      if (!items.isEmpty()) {
        explained.put("items", items.stream().map(item -> item.explained(password)).toList());
      }
      return explained;
    }
  }
}
