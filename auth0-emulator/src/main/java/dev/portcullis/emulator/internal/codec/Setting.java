package dev.portcullis.emulator.internal.codec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One key of a settings object. Immutable; the methods that describe it further return a changed
 * copy.
 *
 * @param <V> the object that has the setting
 * @param <B> what a change is applied to: a builder, or {@code V} itself
 */
public abstract sealed class Setting<V, B> {

  /** Who may read and write a key. */
  public enum Access {
    /** The tenant file and the Management API. */
    EVERYWHERE,
    /** The tenant file; the Management API shows it, but refuses a change. */
    READ_ONLY,
    /** The tenant file alone. */
    FILE_ONLY
  }

  final String key;
  final Details<V> details;

  private Setting(String key, Details<V> details) {
    this.key = key;
    this.details = details;
  }

  /** A setting that always has a value. */
  public static <V, B, X> Setting<V, B> of(
      String key, ValueType<X> type, Function<V, X> get, BiFunction<B, X, B> set) {
    return new Value<>(key, Details.none(), type, get.andThen(Optional::of), set);
  }

  /** A setting that may have no value, and is then not written. */
  public static <V, B, X> Setting<V, B> optional(
      String key, ValueType<X> type, Function<V, Optional<X>> get, BiFunction<B, X, B> set) {
    return new Value<>(key, Details.none(), type, get, set);
  }

  /** An object whose keys are settings of the same {@code V}. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies
  public static <V, B> Setting<V, B> inner(String key, Setting<V, B>... settings) {
    return new Inner<>(key, Details.none(), List.of(settings), false);
  }

  /** The same; keys that are not listed are accepted and ignored. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies
  public static <V, B> Setting<V, B> openInner(String key, Setting<V, B>... settings) {
    return new Inner<>(key, Details.none(), List.of(settings), true);
  }

  /** A key that is accepted and ignored. */
  public static <V, B> Setting<V, B> unused(String key) {
    return new Unused<>(key, Details.none());
  }

  /** A key that is accepted and ignored, and that the Management API shows like this. */
  public static <V, B> Setting<V, B> fixed(String key, Object shown) {
    return Setting.<V, B>unused(key).shownAs(value -> shown);
  }

  /** The key. */
  public String key() {
    return key;
  }

  /** What a form calls it; the words of the key unless it has another label. */
  public String label() {
    String words = key.replace('_', ' ').replace('-', ' ');
    return details.label.orElse(
        words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
  }

  /** A sentence for a form, or nothing. */
  public String hint() {
    return details.hint;
  }

  /** With this label in forms. */
  public Setting<V, B> label(String value) {
    return with(details.withLabel(value));
  }

  /** With a sentence in forms. */
  public Setting<V, B> hint(String value) {
    return with(details.withHint(value));
  }

  /** With a description in the JSON Schema. */
  public Setting<V, B> described(String value) {
    return with(details.withDescription(value));
  }

  /** With this access. */
  public Setting<V, B> access(Access value) {
    return with(details.withAccess(value));
  }

  /** Required in the tenant file. */
  public Setting<V, B> required() {
    return with(details.withRequired());
  }

  /** Shown by the Management API in another form than the tenant file's. */
  public Setting<V, B> shownAs(Function<V, Object> value) {
    return shownIfAny(value.andThen(Optional::of));
  }

  /** Shown by the Management API in another form than the tenant file's, or not at all. */
  public Setting<V, B> shownIfAny(Function<V, Optional<Object>> value) {
    return with(details.withShown(value));
  }

  /** The keys of the object that is the value, which a request to the Management API may have. */
  public abstract Set<String> writableKeys();

  abstract Setting<V, B> with(Details<V> changed);

  /** Applies the value of this key, if the object has one. */
  public abstract B apply(B builder, Optional<V> before, JsonAt object);

  abstract Optional<Object> written(V value);

  /** The value as the Management API shows it; empty if it does not. */
  public abstract Optional<Object> shown(V value);

  abstract ObjectNode schema();

  /** Text and rules beside the value itself. */
  record Details<V>(
      Optional<String> label,
      String hint,
      String description,
      Access access,
      boolean required,
      Optional<Function<V, Optional<Object>>> shown) {

    static <V> Details<V> none() {
      return new Details<>(Optional.empty(), "", "", Access.EVERYWHERE, false, Optional.empty());
    }

    Details<V> withLabel(String value) {
      return new Details<>(Optional.of(value), hint, description, access, required, shown);
    }

    Details<V> withHint(String value) {
      return new Details<>(label, value, description, access, required, shown);
    }

    Details<V> withDescription(String value) {
      return new Details<>(label, hint, value, access, required, shown);
    }

    Details<V> withAccess(Access value) {
      return new Details<>(label, hint, description, value, required, shown);
    }

    Details<V> withRequired() {
      return new Details<>(label, hint, description, access, true, shown);
    }

    Details<V> withShown(Function<V, Optional<Object>> value) {
      return new Details<>(label, hint, description, access, required, Optional.of(value));
    }
  }

  /** A setting with a value of its own. */
  public static final class Value<V, B, X> extends Setting<V, B> {

    private final ValueType<X> type;
    private final Function<V, Optional<X>> get;
    private final BiFunction<B, X, B> set;

    private Value(
        String key,
        Details<V> details,
        ValueType<X> type,
        Function<V, Optional<X>> get,
        BiFunction<B, X, B> set) {
      super(key, details);
      this.type = type;
      this.get = get;
      this.set = set;
    }

    /** Its type. */
    public ValueType<X> type() {
      return type;
    }

    /** Its JSON value, as the tenant file has it. */
    public Optional<Object> json(V value) {
      return written(value);
    }

    /** Its value. */
    public Optional<X> get(V value) {
      return get.apply(value);
    }

    @Override
    public Set<String> writableKeys() {
      return type instanceof ValueType.Nested<X> nested ? nested.group().writableKeys() : Set.of();
    }

    @Override
    Setting<V, B> with(Details<V> changed) {
      return new Value<>(key, changed, type, get, set);
    }

    @Override
    public B apply(B builder, Optional<V> before, JsonAt object) {
      if (!object.has(key)) {
        return builder;
      }
      return type.read(before.flatMap(get), object.child(key))
          .map(value -> set.apply(builder, value))
          .orElse(builder);
    }

    @Override
    Optional<Object> written(V value) {
      return get.apply(value).map(type::write);
    }

    @Override
    public Optional<Object> shown(V value) {
      return details.shown.isPresent()
          ? details.shown.flatMap(show -> show.apply(value))
          : get.apply(value).map(type::show);
    }

    @Override
    ObjectNode schema() {
      return type.schema();
    }
  }

  /** An object in between. */
  public static final class Inner<V, B> extends Setting<V, B> {

    private final List<Setting<V, B>> settings;
    private final boolean open;

    private Inner(String key, Details<V> details, List<Setting<V, B>> settings, boolean open) {
      super(key, details);
      this.settings = settings;
      this.open = open;
    }

    /** The settings of the object. */
    public List<Setting<V, B>> settings() {
      return settings;
    }

    @Override
    public Set<String> writableKeys() {
      return SettingGroup.writableKeys(settings);
    }

    @Override
    Setting<V, B> with(Details<V> changed) {
      return new Inner<>(key, changed, settings, open);
    }

    @Override
    public B apply(B builder, Optional<V> before, JsonAt object) {
      return object
          .object(key)
          .map(inner -> SettingGroup.apply(settings, builder, before, inner))
          .orElse(builder);
    }

    @Override
    Optional<Object> written(V value) {
      return ifAny(SettingGroup.fields(settings, value));
    }

    @Override
    public Optional<Object> shown(V value) {
      return details.shown.isPresent()
          ? details.shown.flatMap(show -> show.apply(value))
          : ifAny(SettingGroup.shown(settings, value));
    }

    @Override
    ObjectNode schema() {
      ObjectNode schema = SettingGroup.schema(settings);
      return open ? schema.put("additionalProperties", true) : schema;
    }

    private static Optional<Object> ifAny(Map<String, Object> fields) {
      return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
    }
  }

  /** A key without effect. */
  public static final class Unused<V, B> extends Setting<V, B> {

    private Unused(String key, Details<V> details) {
      super(key, details);
    }

    @Override
    public Set<String> writableKeys() {
      return Set.of();
    }

    @Override
    Setting<V, B> with(Details<V> changed) {
      return new Unused<>(key, changed);
    }

    @Override
    public B apply(B builder, Optional<V> before, JsonAt object) {
      return builder;
    }

    @Override
    Optional<Object> written(V value) {
      return Optional.empty();
    }

    @Override
    public Optional<Object> shown(V value) {
      return details.shown.flatMap(show -> show.apply(value));
    }

    @Override
    ObjectNode schema() {
      return JsonNodeFactory.instance.objectNode().put("description", "Not used.");
    }
  }
}
