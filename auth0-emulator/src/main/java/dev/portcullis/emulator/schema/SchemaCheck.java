package dev.portcullis.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Checks a JSON value against a schema of the table. Its keys: {@code t} type (s, n, b), {@code e}
 * the values, {@code a} items, {@code p} properties, {@code r} required, {@code x} other
 * properties, {@code u} alternatives, {@code d} a named schema, {@code z} may be null, {@code min}
 * and {@code max} length, {@code not} a pattern without a match. A problem names the property and
 * quotes no value.
 */
final class SchemaCheck {

  private final Operations table;

  SchemaCheck(Operations table) {
    this.table = table;
  }

  Optional<String> problem(JsonNode schema, JsonNode value) {
    return problem(schema, value, "");
  }

  private Optional<String> problem(JsonNode schema, JsonNode value, String property) {
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
          ? items(schema.path("a"), value, property)
          : wrongType("array", value, property);
    }
    if (schema.has("p")) {
      return value.isObject() ? properties(schema, value) : wrongType("object", value, property);
    }
    return switch (schema.path("t").asText()) {
      case "s" ->
          value.isTextual()
              ? text(schema, value.textValue(), property)
              : wrongType("string", value, property);
      case "n" -> value.isNumber() ? Optional.empty() : wrongType("integer", value, property);
      case "b" -> value.isBoolean() ? Optional.empty() : wrongType("boolean", value, property);
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(JsonNode schema, String text, String property) {
    if (schema.has("max") && text.length() > schema.path("max").asInt()) {
      return on(
          "String is too long (" + text.length() + " chars), maximum " + schema.path("max").asInt(),
          property);
    }
    if (schema.has("min") && text.length() < schema.path("min").asInt()) {
      return on(
          "String is too short ("
              + text.length()
              + " chars), minimum "
              + schema.path("min").asInt(),
          property);
    }
    return schema.has("not") && Pattern.compile(schema.path("not").asText()).matcher(text).find()
        ? on("String does not match pattern", property)
        : Optional.empty();
  }

  private static Optional<String> choice(JsonNode values, JsonNode value, String property) {
    return StreamSupport.stream(values.spliterator(), false).anyMatch(value::equals)
        ? Optional.empty()
        : on("No enum match", property).map(text -> text + " (" + values + ")");
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
        return Optional.of("Additional properties not allowed: " + each.getKey());
      }
      Optional<String> problem = problem(of, each.getValue(), each.getKey());
      if (problem.isPresent()) {
        return problem;
      }
    }
    for (JsonNode required : schema.path("r")) {
      if (!object.has(required.asText())) {
        return Optional.of("Missing required property: " + required.asText());
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
    return Optional.of(property.isEmpty() ? problem : problem + " on property " + property);
  }
}
