package dev.portcullis.emulator.internal.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.Faults;
import dev.portcullis.emulator.internal.codec.JsonAt;
import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.schema.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A JSON object of a request; its getters throw {@link InvalidPayload} and quote no value. */
public final class Payload {

  private static final Faults FAULTS = new PayloadFaults();

  private final ObjectNode node;

  private Payload(ObjectNode node) {
    this.node = node;
  }

  /** The object of a request. */
  public static Payload of(Request request) {
    return new Payload(
        Json.object(request)
            .orElseThrow(() -> new InvalidPayload("Invalid request payload JSON format")));
  }

  /** The payload of that object. */
  static Payload of(ObjectNode node) {
    return new Payload(node);
  }

  /** Refuses a request whose body does not fit the operation. */
  static void check(Operation operation, Request request) {
    if (!operation.hasBody()
        || isUpload(request)
        || (operation.bodyMayBeAbsent() && request.text().isBlank())) {
      return;
    }
    JsonNode body =
        Json.tree(request)
            .orElseThrow(() -> new InvalidPayload("Invalid request payload JSON format"));
    operation
        .bodyProblem(body)
        .ifPresent(
            problem -> {
              throw new InvalidPayload("Payload validation error: " + problem + ".");
            });
  }

  private static boolean isUpload(Request request) {
    return request.singleHeader("content-type").orElse("").startsWith("multipart/");
  }

  /** The object itself. */
  public ObjectNode node() {
    return node;
  }

  /** This object for a codec, whose faults are {@link InvalidPayload}s. */
  JsonAt at() {
    return JsonAt.root(node, FAULTS);
  }

  /** The same, as the value of a key in an object that has no other. */
  JsonAt under(String key) {
    return JsonAt.root(node.objectNode().set(key, node), FAULTS);
  }

  /** The objects of a request that is an array of them. */
  static List<Payload> listOf(Request request) {
    return Json.objects(request).stream().map(Payload::new).toList();
  }

  /** The text of a property, unless it is absent or null. */
  public Optional<String> text(String name) {
    return value(name)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw wrongType(name, "string");
              }
              return value.textValue();
            });
  }

  /** The text of a property. */
  public String required(String name) {
    return text(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> invalid("Missing required property: " + name));
  }

  Optional<Boolean> flag(String name) {
    return value(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw wrongType(name, "boolean");
              }
              return value.booleanValue();
            });
  }

  Optional<Integer> number(String name) {
    return value(name)
        .map(
            value -> {
              if (!value.isInt()) {
                throw wrongType(name, "integer");
              }
              return value.intValue();
            });
  }

  Optional<List<String>> texts(String name) {
    return value(name)
        .map(
            value -> {
              List<String> texts = new ArrayList<>();
              for (JsonNode item : value) {
                texts.add(item.asText());
              }
              if (!value.isArray()) {
                throw wrongType(name, "array");
              }
              return texts;
            });
  }

  <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
    return text(name).map(value -> constant(name, type, value));
  }

  <E extends Enum<E>> Optional<List<E>> constants(String name, Class<E> type) {
    return texts(name)
        .map(values -> values.stream().map(value -> constant(name, type, value)).toList());
  }

  Optional<Payload> object(String name) {
    return value(name)
        .map(
            value -> {
              if (!(value instanceof ObjectNode object)) {
                throw wrongType(name, "object");
              }
              return new Payload(object);
            });
  }

  /** The properties of an object as plain values; empty if there is none. */
  Map<String, Object> map(String name) {
    return object(name).map(payload -> Json.map(payload.node)).orElse(Map.of());
  }

  private static <E extends Enum<E>> E constant(String name, Class<E> type, String value) {
    return WireNames.read(type, value).orElseThrow(() -> on(name, "No enum match for: " + value));
  }

  private Optional<JsonNode> value(String name) {
    return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
  }

  private InvalidPayload wrongType(String name, String expected) {
    return wrongType(node.path(name), name, expected);
  }

  private static InvalidPayload wrongType(JsonNode value, String name, String expected) {
    String found = value.getNodeType().name().toLowerCase(Locale.ROOT);
    return on(name, "Expected type " + expected + " but found type " + found);
  }

  private static InvalidPayload on(String property, String problem) {
    return new InvalidPayload(
        "Payload validation error: '" + problem + "' on property " + property + ".");
  }

  private static InvalidPayload invalid(String problem) {
    return new InvalidPayload("Payload validation error: '" + problem + "'.");
  }

  private static final class PayloadFaults implements Faults {

    @Override
    public void wrongType(JsonAt at, String expected) {
      throw Payload.wrongType(at.node(), at.key(), expected);
    }

    @Override
    public void unknownName(JsonAt at, List<String> known) {
      throw Payload.on(at.key(), "No enum match for: " + at.node().asText());
    }

    @Override
    public void invalid(JsonAt at, String found, String expected) {
      throw Payload.invalid(at.key() + ": " + found + " (expected: " + expected + ")");
    }
  }

  /** Why a payload is refused; the message is sent to the caller. */
  public static final class InvalidPayload extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Refused for this reason, which quotes no value. */
    public InvalidPayload(String message) {
      super(message, null, false, false);
    }
  }
}
