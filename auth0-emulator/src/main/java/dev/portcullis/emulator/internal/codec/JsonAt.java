package dev.portcullis.emulator.internal.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A JSON value with its path, such as {@code users[2].email}, and the receiver of its faults. A
 * null counts as absent.
 */
public final class JsonAt {

  private final JsonNode node;
  private final String path;
  private final Faults faults;

  private JsonAt(JsonNode node, String path, Faults faults) {
    this.node = node;
    this.path = path;
    this.faults = faults;
  }

  /** A whole document. */
  public static JsonAt root(JsonNode node, Faults faults) {
    return new JsonAt(node, "", faults);
  }

  /** The path of a key in the object at {@code path}. */
  public static String path(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The path of an item in the list at {@code path}. */
  public static String path(String path, int index) {
    return path + "[" + index + "]";
  }

  /** The value. */
  public JsonNode node() {
    return node;
  }

  /** Its path; empty for the document. */
  public String path() {
    return path;
  }

  /** The last key of its path. */
  public String key() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Whether the object has that key. */
  public boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** The value of a key; a missing node if there is none. */
  public JsonAt child(String key) {
    return new JsonAt(node.path(key), path(path, key), faults);
  }

  /** The object of a key, if there is one. */
  public Optional<JsonAt> object(String key) {
    return has(key) ? Optional.of(child(key)) : Optional.empty();
  }

  /** The items of the list of a key; none if there is no list. */
  public List<JsonAt> each(String key) {
    return child(key).items();
  }

  /** The items of this list. */
  public List<JsonAt> items() {
    return IntStream.range(0, node.size())
        .mapToObj(i -> new JsonAt(node.path(i), path(path, i), faults))
        .toList();
  }

  /** The text of a key, if there is one. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(node.path(key).textValue());
  }

  /** The text of a key that a schema requires. */
  public String required(String key) {
    return text(key).orElseThrow();
  }

  /** Reports that this value cannot be used. */
  public void invalid(String found, String expected) {
    faults.invalid(this, found, expected);
  }

  void wrongType(String expected) {
    faults.wrongType(this, expected);
  }

  void unknownName(List<String> known) {
    faults.unknownName(this, known);
  }
}
