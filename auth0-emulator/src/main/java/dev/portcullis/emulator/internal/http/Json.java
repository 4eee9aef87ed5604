package dev.portcullis.emulator.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one JSON configuration: strict reading, plain writing. */
public final class Json {

  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(64)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The body as a JSON object; empty if it is none. */
  public static Optional<ObjectNode> object(Request request) {
    try {
      return MAPPER.readTree(request.body()) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      // Its message can quote the body, and so a password.
      return Optional.empty();
    }
  }

  /** The body as a JSON value; empty if it is none. */
  public static Optional<JsonNode> tree(Request request) {
    try {
      JsonNode tree = MAPPER.readTree(request.body());
      return tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
    } catch (IOException e) {
      // Its message can quote the body, and so a password.
      return Optional.empty();
    }
  }

  /** A text as a JSON object; empty if it is none. */
  public static Optional<ObjectNode> object(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      // Its message can quote the text, and so a password.
      return Optional.empty();
    }
  }

  /** A text as JSON; a missing node if it is none. */
  public static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      // Its message can quote the text.
      return MissingNode.getInstance();
    }
  }

  /** The fields of an object as plain values. */
  public static Map<String, Object> map(ObjectNode object) {
    return MAPPER.convertValue(object, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  /** The indented text of a value. */
  public static String pretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** The body as an array of JSON objects; empty if it is anything else. */
  public static List<ObjectNode> objects(Request request) {
    try {
      List<ObjectNode> objects = new ArrayList<>();
      for (JsonNode item : MAPPER.readTree(request.body())) {
        if (!(item instanceof ObjectNode object)) {
          return List.of();
        }
        objects.add(object);
      }
      return objects;
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The text of a value. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }
}
