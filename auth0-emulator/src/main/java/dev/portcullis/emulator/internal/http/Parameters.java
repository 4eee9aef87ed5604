package dev.portcullis.emulator.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a query or body, each at most once. Empty values count as absent (RFC 6749,
 * 3.2). {@code toString} has names only.
 */
public final class Parameters {

  private final Map<String, Value> values;

  private Parameters(Map<String, Value> values) {
    this.values = values;
  }

  /** Reads a form or JSON body. */
  public static Reading ofBody(Request request) {
    String type = request.singleHeader("content-type").orElse("");
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (media) {
      case "application/x-www-form-urlencoded" -> form(request.body());
      case "application/json" -> json(request.body());
      default -> new Malformed("Content-Type must be a form or application/json");
    };
  }

  /** Reads the query. */
  public static Reading ofQuery(Request request) {
    return form(request.rawQuery().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Parameters of these texts. */
  public static Parameters of(Map<String, String> texts) {
    Map<String, Value> values = new LinkedHashMap<>();
    texts.forEach((name, text) -> values.put(name, new Text(text)));
    return new Parameters(values);
  }

  /** The parameters that are texts; those with an array of texts have them joined by spaces. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          switch (value) {
            case Text text -> texts.put(name, text.value());
            case Texts several -> texts.put(name, String.join(" ", several.values()));
            case Members ignored -> {}
            case Flag ignored -> {}
            case Other ignored -> {}
          }
        });
    return texts;
  }

  /** The text of a parameter, unless it is absent, empty or not text. */
  public Optional<String> text(String name) {
    return values.get(name) instanceof Text text && !text.value().isEmpty()
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /**
   * Whether a parameter is true: a JSON boolean, or its text. False if it is absent, empty if it is
   * something else.
   */
  public Optional<Boolean> flag(String name) {
    return switch (values.getOrDefault(name, new Flag(false))) {
      case Flag flag -> Optional.of(flag.value());
      case Text text when text.value().equals("true") -> Optional.of(true);
      case Text text when text.value().equals("false") || text.value().isEmpty() ->
          Optional.of(false);
      case Text ignored -> Optional.empty();
      case Texts ignored -> Optional.empty();
      case Members ignored -> Optional.empty();
      case Other ignored -> Optional.empty();
    };
  }

  /** The texts of a parameter that is a JSON object; empty if it is something else. */
  public Optional<Map<String, String>> members(String name) {
    return switch (values.getOrDefault(name, new Members(Map.of()))) {
      case Members members -> Optional.of(members.texts());
      case Text text -> text.value().isEmpty() ? Optional.of(Map.of()) : Optional.empty();
      case Texts ignored -> Optional.empty();
      case Flag ignored -> Optional.empty();
      case Other ignored -> Optional.empty();
    };
  }

  /** The items of a parameter: an array of texts, or a text split at spaces; empty if absent. */
  public Optional<List<String>> items(String name) {
    Value value = values.getOrDefault(name, new Text(""));
    return switch (value) {
      case Text text ->
          Optional.of(
              List.of(text.value().split(" ", -1)).stream().filter(s -> !s.isEmpty()).toList());
      case Texts texts -> Optional.of(texts.values());
      case Members ignored -> Optional.empty();
      case Flag ignored -> Optional.empty();
      case Other ignored -> Optional.empty();
    };
  }

  /** Whether a parameter is present and neither null nor text. */
  public boolean isOfWrongType(String name) {
    Value value = values.get(name);
    return value != null && !(value instanceof Text);
  }

  /** The length of the longest text in a parameter. */
  public int length(String name) {
    return switch (values.getOrDefault(name, new Text(""))) {
      case Text text -> text.value().length();
      case Texts texts -> texts.values().stream().mapToInt(text -> text.length() + 1).sum();
      case Members members -> members.texts().values().stream().mapToInt(String::length).sum();
      case Flag ignored -> 0;
      case Other ignored -> 0;
    };
  }

  /** The names of all parameters. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  @Override
  public String toString() {
    return "Parameters" + values.keySet();
  }

  private static Reading form(byte[] bytes) {
    Map<String, Value> values = new LinkedHashMap<>();
    String raw = new String(bytes, StandardCharsets.ISO_8859_1);
    for (String pair : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty()) {
        return new Malformed("Malformed form encoding");
      }
      if (values.put(name.get(), new Text(value.get())) != null) {
        return new Malformed("Duplicate parameter");
      }
    }
    return new Parsed(new Parameters(values));
  }

  private static Optional<String> decoded(String raw) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes.put((byte) (high * 16 + low));
        i += 2;
      } else {
        bytes.put((byte) (c == '+' ? ' ' : c));
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes.flip())
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Reading json(byte[] bytes) {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(bytes);
    } catch (IOException e) {
      // Its message can quote the body, and so a password.
      return new Malformed("Malformed JSON");
    }
    if (!root.isObject()) {
      return new Malformed("Malformed JSON");
    }
    Map<String, Value> values = new LinkedHashMap<>();
    root.properties().forEach(field -> values.put(field.getKey(), value(field.getValue())));
    values.values().removeIf(value -> value instanceof Text text && text.value().isEmpty());
    return new Parsed(new Parameters(values));
  }

  private static Value value(JsonNode node) {
    if (node.isTextual()) {
      return new Text(node.textValue());
    }
    if (node.isNull()) {
      return new Text("");
    }
    if (node.isBoolean()) {
      return new Flag(node.booleanValue());
    }
    if (node.isObject()) {
      Map<String, String> members = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        if (!each.getValue().isTextual()) {
          return new Other();
        }
        members.put(each.getKey(), each.getValue().textValue());
      }
      return new Members(members);
    }
    if (!node.isArray()) {
      return new Other();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node) {
      if (!item.isTextual()) {
        return new Other();
      }
      texts.add(item.textValue());
    }
    return new Texts(List.copyOf(texts));
  }

  /** The result of reading an encoded text. */
  public sealed interface Reading {}

  /** The text was read. */
  public record Parsed(Parameters parameters) implements Reading {}

  /** The text is malformed; the reason quotes none of it. */
  public record Malformed(String reason) implements Reading {}

  private sealed interface Value {}

  private record Text(String value) implements Value {}

  private record Texts(List<String> values) implements Value {}

  private record Flag(boolean value) implements Value {}

  private record Members(Map<String, String> texts) implements Value {}

  private record Other() implements Value {}
}
