package dev.portcullis.emulator.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The JSON object of a control request. Its getters note what cannot be used and go on, so that one
 * answer names every mistake; a key that no getter asked for is one.
 */
final class ControlBody {

  private static final String HEADER_NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}";

  /** The server sets them; another value would end the connection. */
  private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

  private static final String PRINTABLE = "[ -~]{0,4096}";

  private final ObjectNode node;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> known = new TreeSet<>();

  private ControlBody(ObjectNode node) {
    this.node = node;
  }

  /**
   * Reads the body, lets the reader take what it needs, and carries out what the reader returns
   * unless there was a mistake.
   */
  static Reply handle(Request request, Function<ControlBody, Action> reader) {
    boolean json =
        request
            .singleHeader("content-type")
            .filter(type -> type.startsWith("application/json"))
            .isPresent();
    Optional<ObjectNode> object = json ? Json.object(request) : Optional.empty();
    if (object.isEmpty()) {
      return refused(List.of("body: (expected: a JSON object, sent as application/json)"));
    }
    ControlBody body = new ControlBody(object.get());
    Action action = body.read(reader);
    return body.problems.isEmpty() ? action.run() : refused(body.problems);
  }

  private Action read(Function<ControlBody, Action> reader) {
    Action action = reader.apply(this);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problem(
                    name,
                    "unknown key",
                    known.isEmpty() ? "no keys" : "one of " + String.join(", ", known));
              }
            });
    return action;
  }

  /** An answer that names these mistakes. */
  static Reply refused(List<String> problems) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("statusCode", 400);
    fields.put("error", "Bad Request");
    fields.put("message", String.join("\n", problems));
    fields.put("problems", problems);
    return Reply.json(400, fields);
  }

  /** Notes a mistake; {@code found} may be empty. */
  void problem(String key, String found, String expected) {
    problems.add(
        key + ": " + (found.isEmpty() ? "" : found + " ") + "(expected: " + expected + ")");
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  String text(String key, String otherwise) {
    return value(key, "a text", JsonNode::isTextual).map(JsonNode::textValue).orElse(otherwise);
  }

  /** A text without control characters, which a header can carry. */
  String printable(String key, String otherwise) {
    String text = text(key, otherwise);
    if (!text.matches(PRINTABLE)) {
      problem(key, "", "printable ASCII");
    }
    return text;
  }

  boolean flag(String key, boolean otherwise) {
    return value(key, "true or false", JsonNode::isBoolean)
        .map(JsonNode::booleanValue)
        .orElse(otherwise);
  }

  int whole(String key, int least, int most, int otherwise) {
    String expected = "a whole number, " + least + ".." + most;
    Optional<Integer> number = value(key, expected, JsonNode::isInt).map(JsonNode::intValue);
    if (number.filter(it -> it < least || it > most).isPresent()) {
      problem(key, String.valueOf(number.get()), expected);
      return otherwise;
    }
    return number.orElse(otherwise);
  }

  <E extends Enum<E>> E choice(String key, E otherwise) {
    Class<E> type = otherwise.getDeclaringClass();
    String expected = "one of " + String.join(", ", WireNames.all(type));
    Optional<JsonNode> value = value(key, expected, JsonNode::isTextual);
    Optional<E> read = value.flatMap(it -> WireNames.read(type, it.textValue()));
    if (value.isPresent() && read.isEmpty()) {
      problem(key, "", expected);
    }
    return read.orElse(otherwise);
  }

  Duration duration(String key) {
    String expected = "an ISO 8601 duration that is not negative, like P30D";
    Optional<JsonNode> value = value(key, expected, JsonNode::isTextual);
    if (value.isPresent()) {
      try {
        Duration duration = Duration.parse(value.get().textValue());
        if (!duration.isNegative()) {
          return duration;
        }
      } catch (DateTimeException | ArithmeticException e) {
        // As below; its message is Java's.
      }
      problem(key, "", expected);
    }
    return Duration.ZERO;
  }

  /** Any JSON value. */
  Optional<JsonNode> value(String key) {
    known.add(key);
    return Optional.ofNullable(node.get(key));
  }

  /** Header lines. */
  Map<String, String> headers(String key) {
    Map<String, String> headers = new LinkedHashMap<>();
    Optional<JsonNode> object =
        value(key, "an object of header names and texts", JsonNode::isObject);
    object.ifPresent(
        it ->
            it.properties()
                .forEach(
                    header -> {
                      String name = header.getKey();
                      if (!name.matches(HEADER_NAME)) {
                        problem(key, "a name", "the name of a header");
                      } else if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                        problem(key, name, "no header that says where a body ends");
                      } else if (!header.getValue().isTextual()
                          || !header.getValue().textValue().matches(PRINTABLE)) {
                        problem(key + "." + name, "", "a text of printable ASCII");
                      } else {
                        headers.put(name, header.getValue().textValue());
                      }
                    }));
    return headers;
  }

  private Optional<JsonNode> value(
      String key, String expected, java.util.function.Predicate<JsonNode> right) {
    Optional<JsonNode> value = value(key);
    if (value.isPresent() && !right.test(value.get())) {
      problem(key, "", expected);
      return Optional.empty();
    }
    return value;
  }

  /** What a request asks for; it may still be refused. */
  @FunctionalInterface
  interface Action {
    Reply run();
  }
}
