package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of resource that is kept as data: the operations of the table at {@code path} and, for a
 * list, at {@code path/{id}}.
 *
 * @param path the path of the list, such as {@code /roles}, or of the single object
 * @param single whether there is one object at the path instead of a list
 * @param id the property with the id of an item; empty for a single object
 * @param prefix what a new id starts with; empty if the payload has the id
 * @param unique properties of which no two items have the same value
 * @param hidden properties that are kept and never shown; {@code secrets.value} is that of an
 *     object, or of each object of an array
 * @param defaults what an object has that was not written
 * @param dated whether an item has {@code created_at} and {@code updated_at}
 */
record Kind(
    String path,
    boolean single,
    String id,
    String prefix,
    Set<String> unique,
    Set<String> hidden,
    Optional<Map<String, Object>> defaults,
    boolean dated) {

  /** Items with a new id. */
  static Kind list(String path, String id, String prefix) {
    return new Kind(path, false, id, prefix, Set.of(), Set.of(), Optional.of(Map.of()), false);
  }

  /** Items whose id is a property of the payload. */
  static Kind named(String path, String id) {
    return list(path, id, "");
  }

  /** One object, which a tenant has from the start. */
  static Kind single(String path, Object... defaults) {
    return new Kind(path, true, "", "", Set.of(), Set.of(), Optional.of(map(defaults)), false);
  }

  /** One object, which a tenant has once it was written. */
  static Kind absent(String path) {
    return new Kind(path, true, "", "", Set.of(), Set.of(), Optional.empty(), false);
  }

  Kind unique(String... names) {
    return new Kind(path, single, id, prefix, Set.of(names), hidden, defaults, dated);
  }

  Kind hidden(String... names) {
    return new Kind(path, single, id, prefix, unique, Set.of(names), defaults, dated);
  }

  Kind with(Object... values) {
    return new Kind(path, single, id, prefix, unique, hidden, Optional.of(map(values)), dated);
  }

  Kind withDates() {
    return new Kind(path, single, id, prefix, unique, hidden, defaults, true);
  }

  /** The document without what is hidden. */
  ObjectNode visible(ObjectNode document) {
    ObjectNode visible = document.deepCopy();
    hidden.forEach(path -> hide(visible, path));
    return visible;
  }

  private static void hide(JsonNode node, String path) {
    int dot = path.indexOf('.');
    if (node.isArray()) {
      node.forEach(each -> hide(each, path));
    } else if (dot >= 0) {
      hide(node.path(path.substring(0, dot)), path.substring(dot + 1));
    } else if (node instanceof ObjectNode object) {
      object.remove(path);
    }
  }

  /** The singular of the last word of the path, for messages. */
  String word() {
    List<String> words = Arrays.asList(path.substring(1).split("/", -1));
    String word = words.getLast().replace('-', ' ').replace('_', ' ');
    return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i].toString(), pairs[i + 1]);
    }
    return map;
  }
}
