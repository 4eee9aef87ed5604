package dev.portcullis.emulator.internal.documents;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was written of an object that is modelled in part, beside the model. A property is shown as
 * it was written, as long as what the model shows of it is what it was then; a property that the
 * model does not have is always shown as it was written.
 */
public final class Written {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String VALUES = "written";
  private static final String MODELLED = "modelled";

  private final Documents documents;
  private final Set<String> replaced;

  /** Keeps what is written here; objects are merged, except those of these properties. */
  public Written(Documents documents, String... replaced) {
    this.documents = documents;
    this.replaced = Set.of(replaced);
  }

  /**
   * Keeps the properties of a payload, beside what the model shows after the change. An object is
   * merged into the present one; null removes a property.
   */
  public void put(String path, ObjectNode payload, Map<String, Object> modelled) {
    documents.change(
        path,
        document -> {
          ObjectNode values = document.withObjectProperty(VALUES);
          ObjectNode then = document.withObjectProperty(MODELLED);
          JsonNode shown = MAPPER.valueToTree(modelled);
          for (Map.Entry<String, JsonNode> each : payload.properties()) {
            String key = each.getKey();
            if (each.getValue().isNull()) {
              values.remove(key);
              then.remove(key);
              continue;
            }
            values.set(
                key,
                replaced.contains(key)
                    ? each.getValue()
                    : merged(values.path(key), each.getValue()));
            if (shown.has(key)) {
              then.set(key, shown.path(key));
            }
          }
          return Optional.of(document);
        });
  }

  /** What the model shows, with what was written. */
  public Map<String, Object> shown(String path, Map<String, Object> modelled) {
    Optional<ObjectNode> document = documents.get(path);
    if (document.isEmpty()) {
      return modelled;
    }
    Map<String, Object> shown = new LinkedHashMap<>(modelled);
    JsonNode model = MAPPER.valueToTree(modelled);
    JsonNode then = document.get().path(MODELLED);
    for (Map.Entry<String, JsonNode> each : document.get().path(VALUES).properties()) {
      String key = each.getKey();
      boolean unchanged =
          !then.has(key) || then.path(key).toString().equals(model.path(key).toString());
      JsonNode value =
          unchanged
              ? merged(model.path(key), each.getValue())
              : merged(each.getValue(), model.path(key));
      shown.put(key, plain(value));
    }
    return shown;
  }

  /** The value as maps, lists, texts, numbers and booleans. */
  public static @Nullable Object plain(JsonNode value) {
    return MAPPER.convertValue(value, Object.class);
  }

  /** The properties of an object as plain values. */
  public static Map<String, Object> plain(ObjectNode object) {
    return MAPPER.convertValue(object, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  /** Forgets the object. */
  public void remove(String path) {
    documents.remove(path);
  }

  /** The value after a change: objects by key, at every level, and null removes a key. */
  public static JsonNode merged(JsonNode before, JsonNode change) {
    if (!(before instanceof ObjectNode old) || !(change instanceof ObjectNode)) {
      return change.isMissingNode() ? before : change;
    }
    ObjectNode after = old.deepCopy();
    for (Iterator<Map.Entry<String, JsonNode>> all = change.properties().iterator();
        all.hasNext(); ) {
      Map.Entry<String, JsonNode> each = all.next();
      if (each.getValue().isNull()) {
        after.remove(each.getKey());
      } else {
        after.set(each.getKey(), merged(after.path(each.getKey()), each.getValue()));
      }
    }
    return after;
  }
}
