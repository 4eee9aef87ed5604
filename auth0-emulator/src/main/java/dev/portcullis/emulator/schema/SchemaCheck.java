package dev.portcullis.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Checks a JSON value against a schema of the table. Its keys: {@code t} type (s, n, b), {@code e}
 * the values, {@code a} items, {@code p} properties, {@code r} required, {@code x} other
 * properties, {@code u} alternatives, {@code d} a named schema, {@code z} may be null, {@code i} an
 * integer, {@code min} and {@code max} of a number, of a text's length, of items or of properties,
 * {@code re} a pattern, {@code not} a pattern without a match, {@code f} a format. A problem is in
 * Auth0's words, names the property, and quotes no value but one that should be a constant or an
 * address.
 */
final class SchemaCheck {

  private final Operations table;

  SchemaCheck(Operations table) {
    this.table = table;
  }

  Optional<String> problem(JsonNode schema, JsonNode value) {
    return problem(schema, value, "");
  }

  Optional<String> problem(JsonNode schema, JsonNode value, String property) {
    if (value.isNull() && schema.has("z")) {
      return Optional.empty();
    }
    if (schema.has("d")) {
      return problem(table.definition(schema.path("d").asText()), value, property);
    }
    if (schema.has("u")) {
      return alternatives(schema.path("u"), value, property);
    }
    if (schema.has("e")) {
      return choice(schema.path("e"), value, property);
    }
    if (schema.has("a")) {
      return value.isArray()
          ? outside(schema, value.size(), "Array is too short (%d), minimum %d", property)
              .or(
                  () ->
                      beyond(schema, value.size(), "Array is too long (%d), maximum %d", property))
              .or(() -> items(schema.path("a"), value, property))
          : wrongType("array", value, property);
    }
    if (schema.has("p")) {
      return value.isObject()
          ? properties(schema, value)
              .or(
                  () ->
                      outside(
                          schema,
                          value.size(),
                          "Too few properties defined (%d), minimum %d",
                          property))
              .or(
                  () ->
                      beyond(
                          schema,
                          value.size(),
                          "Too many properties defined (%d), maximum %d",
                          property))
          : wrongType("object", value, property);
    }
    return switch (schema.path("t").asText()) {
      case "s" ->
          value.isTextual()
              ? text(schema, value.textValue(), property)
              : wrongType("string", value, property);
      case "n" -> number(schema, value, property);
      case "b" -> value.isBoolean() ? Optional.empty() : wrongType("boolean", value, property);
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(JsonNode schema, String text, String property) {
    String pattern = schema.path("re").asText();
    String format = schema.path("f").asText();
    return outside(schema, text.length(), "String is too short (%d chars), minimum %d", property)
        .or(
            () ->
                beyond(
                    schema, text.length(), "String is too long (%d chars), maximum %d", property))
        .or(
            () ->
                schema.has("re") && !Pattern.compile(pattern).matcher(text).find()
                    ? on("String does not match pattern " + pattern, property)
                    : Optional.empty())
        .or(
            () ->
                schema.has("not")
                        && Pattern.compile(schema.path("not").asText()).matcher(text).find()
                    ? on("String does not match pattern ^[^<>]*$", property)
                    : Optional.empty())
        .or(
            () ->
                Formats.holds(format, text)
                    ? Optional.empty()
                    : on(
                        "Object didn't pass validation for format " + format + ": " + text,
                        property));
  }

  private static Optional<String> number(JsonNode schema, JsonNode value, String property) {
    boolean right = schema.has("i") ? value.isIntegralNumber() : value.isNumber();
    if (!right) {
      return wrongType("integer", value, property);
    }
    double number = value.asDouble();
    if (schema.has("min") && number < schema.path("min").asDouble()) {
      return on("Value " + value + " is less than minimum " + schema.path("min"), property);
    }
    return schema.has("max") && number > schema.path("max").asDouble()
        ? on("Value " + value + " is greater than maximum " + schema.path("max"), property)
        : Optional.empty();
  }

  private static Optional<String> outside(JsonNode schema, int size, String text, String property) {
    int least = schema.path("min").asInt(0);
    return size < least
        ? on(String.format(Locale.ROOT, text, size, least), property)
        : Optional.empty();
  }

  private static Optional<String> beyond(JsonNode schema, int size, String text, String property) {
    int most = schema.path("max").asInt(Integer.MAX_VALUE);
    return size > most
        ? on(String.format(Locale.ROOT, text, size, most), property)
        : Optional.empty();
  }

  private static Optional<String> choice(JsonNode values, JsonNode value, String property) {
    return StreamSupport.stream(values.spliterator(), false).anyMatch(value::equals)
        ? Optional.empty()
        : on("No enum match for: " + value.asText(), property);
  }

  private Optional<String> items(JsonNode schema, JsonNode values, String property) {
    for (JsonNode item : values) {
      Optional<String> problem = problem(schema, item, property);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> properties(JsonNode schema, JsonNode object) {
    JsonNode known = schema.path("p");
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      JsonNode of = known.has(each.getKey()) ? known.path(each.getKey()) : schema.path("x");
      if (of.isMissingNode()) {
        return on("Additional properties not allowed: " + each.getKey(), "");
      }
      Optional<String> problem = problem(of, each.getValue(), each.getKey());
      if (problem.isPresent()) {
        return problem;
      }
    }
    for (JsonNode required : schema.path("r")) {
      if (!object.has(required.asText())) {
        return on("Missing required property: " + required.asText(), "");
      }
    }
    return Optional.empty();
  }

  /** The value has to fit one; the problem is that of the alternative with the same constants. */
  private Optional<String> alternatives(JsonNode schemas, JsonNode value, String property) {
    List<String> problems = new ArrayList<>();
    List<String> ofItsKind = new ArrayList<>();
    for (JsonNode schema : schemas) {
      Optional<String> problem = problem(schema, value, property);
      if (problem.isEmpty()) {
        return Optional.empty();
      }
      problems.add(problem.get());
      if (constantsFit(schema, value)) {
        ofItsKind.add(problem.get());
      }
    }
    return Optional.of(ofItsKind.isEmpty() ? problems.getFirst() : ofItsKind.getFirst());
  }

  private boolean constantsFit(JsonNode schema, JsonNode value) {
    JsonNode object = schema.has("d") ? table.definition(schema.path("d").asText()) : schema;
    if (object.has("p") != value.isObject()) {
      return false;
    }
    return object.path("p").properties().stream()
        .allMatch(
            each ->
                !each.getValue().has("e")
                    || !value.has(each.getKey())
                    || choice(each.getValue().path("e"), value.path(each.getKey()), "").isEmpty());
  }

  private static Optional<String> wrongType(String expected, JsonNode value, String property) {
    return on("Expected type " + expected + " but found type " + type(value), property);
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case ARRAY -> "array";
      case NULL -> "null";
      default -> "object";
    };
  }

  private static Optional<String> on(String problem, String property) {
    return Optional.of(
        "'" + problem + "'" + (property.isEmpty() ? "" : " on property " + property));
  }
}
