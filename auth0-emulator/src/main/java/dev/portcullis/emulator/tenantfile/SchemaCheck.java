package dev.portcullis.emulator.tenantfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.portcullis.emulator.internal.codec.JsonAt;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks a file against the schema, with readable messages. It supports the keywords that the
 * schema uses, and refuses a schema with others, so that nothing in it is left unchecked.
 */
final class SchemaCheck {

  private static final Set<String> KEYWORDS =
      Set.of(
          "$schema",
          "$id",
          "title",
          "description",
          "type",
          "enum",
          "properties",
          "additionalProperties",
          "required",
          "items",
          "minItems",
          "minLength",
          "pattern",
          "minimum",
          "maximum",
          "writeOnly");

  private static final int LONGEST_SHOWN = 60;

  private final JsonNode schema;
  private final Source source;

  SchemaCheck(JsonNode schema, Source source) {
    this.schema = schema;
    this.source = source;
  }

  void check() {
    check(schema, source.root(), "");
  }

  private void check(JsonNode rules, JsonNode value, String path) {
    rules
        .fieldNames()
        .forEachRemaining(
            keyword -> {
              if (!KEYWORDS.contains(keyword)) {
                throw new IllegalStateException("unknown keyword in the schema: " + keyword);
              }
            });
    if (!fits(rules, value)) {
      source.problem(path, shown(rules, value), "expected: " + expected(rules));
    } else if (value.isObject()) {
      checkObject(rules, value, path);
    } else if (value.isArray() && rules.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        check(rules.get("items"), value.get(i), JsonAt.path(path, i));
      }
    }
  }

  private void checkObject(JsonNode rules, JsonNode value, String path) {
    JsonNode properties = rules.path("properties");
    for (JsonNode required : rules.path("required")) {
      if (!value.has(required.textValue())) {
        JsonNode missing = properties.path(required.textValue());
        source.problem(path, "no " + required.textValue(), "expected: " + expected(missing));
      }
    }
    boolean open = rules.path("additionalProperties").asBoolean(true);
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String key = property.getKey();
      String full = JsonAt.path(path, key);
      if (properties.has(key)) {
        check(properties.get(key), property.getValue(), full);
      } else if (!open) {
        List<String> known = new ArrayList<>();
        properties.fieldNames().forEachRemaining(known::add);
        source.problem(full, "unknown key", hint(key, known));
      }
    }
  }

  private static boolean fits(JsonNode rules, JsonNode value) {
    if (rules.has("enum")) {
      for (JsonNode each : rules.get("enum")) {
        if (each.equals(value)) {
          return true;
        }
      }
      return false;
    }
    return switch (rules.path("type").asText("")) {
      case "" -> true;
      case "object" -> value.isObject();
      case "array" -> value.isArray() && value.size() >= rules.path("minItems").asInt(0);
      case "boolean" -> value.isBoolean();
      case "string" ->
          value.isTextual()
              && value.textValue().length() >= rules.path("minLength").asInt(0)
              && Pattern.compile(rules.path("pattern").asText(""))
                  .matcher(value.textValue())
                  .find();
      case "integer" ->
          value.isIntegralNumber()
              && atLeast(value, rules.path("minimum"))
              && atLeast(rules.path("maximum"), value);
      default -> throw new IllegalStateException("unknown type in the schema: " + rules);
    };
  }

  /** Whether the one number is at least the other; a missing one limits nothing. */
  private static boolean atLeast(JsonNode number, JsonNode other) {
    return number.isMissingNode()
        || other.isMissingNode()
        || decimal(number).compareTo(decimal(other)) >= 0;
  }

  private static BigDecimal decimal(JsonNode number) {
    return number.decimalValue();
  }

  private static String expected(JsonNode rules) {
    if (rules.has("title")) {
      return rules.get("title").textValue();
    }
    if (rules.has("enum")) {
      List<String> names = new ArrayList<>();
      rules.get("enum").forEach(each -> names.add(each.asText()));
      return names.size() == 1 ? names.getFirst() : "one of " + String.join(", ", names);
    }
    return switch (rules.path("type").asText("")) {
      case "object" -> "keys and values";
      case "array" -> rules.has("minItems") ? "a list, not empty" : "a list";
      case "boolean" -> "true or false";
      case "integer" ->
          rules.has("maximum")
              ? "a whole number from "
                  + rules.path("minimum").asText("0")
                  + " to "
                  + rules.get("maximum").asText()
              : "a whole number";
      default -> rules.has("minLength") ? "text, not empty" : "text";
    };
  }

  private static String shown(JsonNode rules, JsonNode value) {
    boolean wantsText = rules.has("pattern") || rules.path("type").asText("").equals("string");
    String kind =
        switch (value.getNodeType()) {
          case OBJECT -> "keys and values";
          case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
          case NULL -> "nothing";
          case NUMBER -> wantsText ? "a number; put it in quotes" : "a number";
          case BOOLEAN -> wantsText ? "a truth value; put it in quotes" : "a truth value";
          default -> value.asText().isEmpty() ? "empty text" : "text";
        };
    if (value.isContainerNode()
        || value.getNodeType() == JsonNodeType.NULL
        || value.asText().isEmpty()) {
      return kind;
    }
    if (rules.path("writeOnly").asBoolean(false)) {
      return kind;
    }
    String text = value.asText();
    return (text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text)
        + (wantsText && !value.isTextual() ? ", " + kind : "");
  }

  /** The most similar known key, or all known keys. */
  private static String hint(String key, List<String> known) {
    return known.stream()
        .filter(each -> distance(key, each) <= Math.max(2, key.length() / 4))
        .min(Comparator.comparingInt(each -> distance(key, each)))
        .map(near -> "did you mean " + near + "?")
        .orElseGet(
            () -> "expected: one of " + known.stream().sorted().collect(Collectors.joining(", ")));
  }

  /** The Levenshtein distance, ignoring case and the kind of dash. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT).replace('-', '_');
    String b = other.toLowerCase(Locale.ROOT).replace('-', '_');
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
