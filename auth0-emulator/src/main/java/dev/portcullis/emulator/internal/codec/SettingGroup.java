package dev.portcullis.emulator.internal.codec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.Setting.Access;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of one object: reads them from JSON, writes them, and describes them as a JSON
 * Schema.
 *
 * @param <V> the object; immutable
 * @param <B> what a change is applied to: a builder, or {@code V} itself
 */
public final class SettingGroup<V, B> {

  private final Function<V, B> open;
  private final Function<B, V> close;
  private final List<Setting<V, B>> settings;

  private SettingGroup(Function<V, B> open, Function<B, V> close, List<Setting<V, B>> settings) {
    this.open = open;
    this.close = close;
    this.settings = settings;
  }

  /** The settings of a record that has a {@code with} method for each. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies
  public static <V> SettingGroup<V, V> of(Setting<V, V>... settings) {
    return new SettingGroup<>(Function.identity(), Function.identity(), List.of(settings));
  }

  /** The settings of an object that has a builder. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies
  public static <V, B> SettingGroup<V, B> of(
      Function<V, B> open, Function<B, V> close, Setting<V, B>... settings) {
    return new SettingGroup<>(open, close, List.of(settings));
  }

  /** This group with keys that are accepted in the tenant file and ignored. */
  public SettingGroup<V, B> unusedInFile(String... keys) {
    return new SettingGroup<>(
        open,
        close,
        Stream.concat(
                settings.stream(),
                Stream.of(keys).map(key -> Setting.<V, B>unused(key).access(Access.FILE_ONLY)))
            .toList());
  }

  /** Its settings, in the order in which they are written. */
  public List<Setting<V, B>> settings() {
    return settings;
  }

  /** The keys that a request to the Management API may have. */
  public Set<String> writableKeys() {
    return writableKeys(settings);
  }

  static <V, B> Set<String> writableKeys(List<Setting<V, B>> settings) {
    return settings.stream()
        .filter(each -> each.details.access() == Access.EVERYWHERE)
        .map(Setting::key)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The object with the settings that the JSON object has; the others stay.
   *
   * @throws IllegalArgumentException if the object refuses a value, or a combination of values
   */
  public V read(V before, JsonAt at) {
    return close.apply(apply(open.apply(before), Optional.of(before), at));
  }

  /** Applies the settings that the JSON object has. */
  public B apply(B builder, Optional<V> before, JsonAt at) {
    return apply(settings, builder, before, at);
  }

  /** The object as the tenant file and the data folder have it, with its secrets. */
  public Map<String, Object> fields(V value) {
    return fields(settings, value);
  }

  /** The object as the Management API shows it, with its secrets. */
  public Map<String, Object> shown(V value) {
    return shown(settings, value);
  }

  /** The JSON Schema of the object in the tenant file; it accepts no other keys. */
  public ObjectNode schema() {
    return schema(settings);
  }

  static <V, B> B apply(
      List<Setting<V, B>> settings, B builder, Optional<V> before, JsonAt object) {
    B changed = builder;
    for (Setting<V, B> each : settings) {
      changed = each.apply(changed, before, object);
    }
    return changed;
  }

  static <V, B> Map<String, Object> fields(List<Setting<V, B>> settings, V value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    settings.forEach(
        each -> each.written(value).ifPresent(written -> fields.put(each.key(), written)));
    return fields;
  }

  static <V, B> Map<String, Object> shown(List<Setting<V, B>> settings, V value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    settings.stream()
        .filter(each -> each.details.access() != Access.FILE_ONLY)
        .forEach(each -> each.shown(value).ifPresent(shown -> fields.put(each.key(), shown)));
    return fields;
  }

  static <V, B> ObjectNode schema(List<Setting<V, B>> settings) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object").put("additionalProperties", false);
    List<String> required =
        settings.stream().filter(each -> each.details.required()).map(Setting::key).toList();
    if (!required.isEmpty()) {
      ArrayNode array = schema.putArray("required");
      required.forEach(array::add);
    }
    ObjectNode properties = schema.putObject("properties");
    for (Setting<V, B> each : settings) {
      ObjectNode property = each.schema();
      if (!each.details.description().isEmpty()) {
        property.put("description", each.details.description());
      }
      properties.set(each.key(), property);
    }
    return schema;
  }
}
