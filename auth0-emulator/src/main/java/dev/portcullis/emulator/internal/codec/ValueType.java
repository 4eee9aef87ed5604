package dev.portcullis.emulator.internal.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.address.Allowlist;
import dev.portcullis.emulator.tenant.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The JSON type of a setting: how it is read, written and described in the JSON Schema.
 *
 * @param <X> the Java type of the value
 */
public sealed interface ValueType<X> {

  /**
   * The value; empty if it was reported as a fault. {@code before} is the value that it changes.
   */
  Optional<X> read(Optional<X> before, JsonAt at);

  /** The JSON value as the tenant file has it, with its secrets. */
  Object write(X value);

  /** The JSON value as the Management API shows it. */
  default Object show(X value) {
    return write(value);
  }

  /** The JSON Schema. */
  ObjectNode schema();

  /** True or false. */
  static ValueType<Boolean> flag() {
    return new Flag();
  }

  /** A whole number in a range, both ends included. */
  static ValueType<Integer> whole(int least, int most) {
    return new Whole(least, most);
  }

  /** A duration in whole seconds. */
  static ValueType<Duration> seconds(int least, int most) {
    return whole(least, most)
        .as(Duration::ofSeconds, duration -> Math.toIntExact(duration.toSeconds()));
  }

  /** A duration in whole milliseconds. */
  static ValueType<Duration> millis(int least, int most) {
    return whole(least, most)
        .as(Duration::ofMillis, duration -> Math.toIntExact(duration.toMillis()));
  }

  /** Text of at least one character. */
  static ValueType<String> text() {
    return new Text(Optional.empty(), Optional.empty(), false, false);
  }

  /** Text that may be empty. */
  static ValueType<String> textOrEmpty() {
    return new Text(Optional.empty(), Optional.empty(), false, true);
  }

  /** Text of a pattern, which messages call {@code title}. */
  static ValueType<String> text(String pattern, String title) {
    return new Text(Optional.of(pattern), Optional.of(title), false, false);
  }

  /** A secret: no message quotes it. */
  static ValueType<Secret> secret() {
    return new Mapped<>(
        new Text(Optional.empty(), Optional.empty(), true, false), Secret::of, Secret::reveal);
  }

  /** A secret of a pattern, which messages call {@code title}. */
  static ValueType<Secret> secret(String pattern, String title) {
    return new Mapped<>(
        new Text(Optional.of(pattern), Optional.of(title), true, false),
        Secret::of,
        Secret::reveal);
  }

  /** Any constant of an enum, by its name in Auth0's API. */
  static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
    return new Choice<>(List.of(type.getEnumConstants()), WireNames::of);
  }

  /** One of these constants, by its name in Auth0's API. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies
  static <E extends Enum<E>> ValueType<E> choice(E... constants) {
    return new Choice<>(List.of(constants), WireNames::of);
  }

  /** Any constant of an enum, by its name in lower case with dashes. */
  static <E extends Enum<E>> ValueType<E> dashed(Class<E> type) {
    return new Choice<>(
        List.of(type.getEnumConstants()), constant -> WireNames.of(constant).replace('_', '-'));
  }

  /** A list of constants of an enum; a form offers {@code offered} only. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies
  static <E extends Enum<E>> ValueType<Set<E>> choices(Class<E> type, E... offered) {
    return new Choices<>(List.of(type.getEnumConstants()), List.of(offered));
  }

  /** A list of texts that are not empty. */
  static ValueType<List<String>> texts() {
    return new Texts(List.of());
  }

  /** A list of texts of which the tenant file accepts these. */
  static ValueType<List<String>> texts(List<String> known) {
    return new Texts(known);
  }

  /** A list of addresses and CIDR blocks. */
  static ValueType<Allowlist> addresses() {
    return new Addresses();
  }

  /** An object, of which only the given keys change. */
  static <V> ValueType<V> object(SettingGroup<V, ?> group) {
    return new Nested<>(group, Optional.empty());
  }

  /** An object whose absent keys have the value that they have in {@code start}. */
  static <V> ValueType<V> object(SettingGroup<V, ?> group, V start) {
    return new Nested<>(group, Optional.of(start));
  }

  /** This type, converted. */
  default <Y> ValueType<Y> as(Function<X, Y> to, Function<Y, X> from) {
    return new Mapped<>(this, to, from);
  }

  private static ObjectNode schema(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode names(List<String> names) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ArrayNode array = schema.putArray("enum");
    names.forEach(array::add);
    return schema;
  }

  /** See {@link #flag()}. */
  record Flag() implements ValueType<Boolean> {

    @Override
    public Optional<Boolean> read(Optional<Boolean> before, JsonAt at) {
      if (!at.node().isBoolean()) {
        at.wrongType("boolean");
        return Optional.empty();
      }
      return Optional.of(at.node().booleanValue());
    }

    @Override
    public Object write(Boolean value) {
      return value;
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schema("boolean");
    }
  }

  /** See {@link #whole}. The range is the schema's; a settings record checks its own. */
  record Whole(int least, int most) implements ValueType<Integer> {

    @Override
    public Optional<Integer> read(Optional<Integer> before, JsonAt at) {
      if (!at.node().isIntegralNumber() || !at.node().canConvertToInt()) {
        at.wrongType("integer");
        return Optional.empty();
      }
      return Optional.of(at.node().intValue());
    }

    @Override
    public Object write(Integer value) {
      return value;
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schema("integer").put("minimum", least).put("maximum", most);
    }
  }

  /** See {@link #text()} and {@link #secret()}. */
  record Text(Optional<String> pattern, Optional<String> title, boolean secret, boolean mayBeEmpty)
      implements ValueType<String> {

    @Override
    public Optional<String> read(Optional<String> before, JsonAt at) {
      if (!at.node().isTextual()) {
        at.wrongType("string");
        return Optional.empty();
      }
      String text = at.node().textValue();
      if (pattern.filter(it -> !Pattern.compile(it).matcher(text).find()).isPresent()) {
        at.invalid(secret ? "another text" : text, title.orElseThrow());
        return Optional.empty();
      }
      return Optional.of(text);
    }

    @Override
    public Object write(String value) {
      return value;
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = ValueType.schema("string");
      if (pattern.isEmpty() && !mayBeEmpty) {
        schema.put("minLength", 1);
      }
      pattern.ifPresent(it -> schema.put("pattern", it));
      title.ifPresent(it -> schema.put("title", it));
      if (secret) {
        schema.put("writeOnly", true);
      }
      return schema;
    }
  }

  /** One of some constants, by their names. */
  record Choice<E extends Enum<E>>(List<E> constants, Function<E, String> name)
      implements ValueType<E> {

    @Override
    public Optional<E> read(Optional<E> before, JsonAt at) {
      if (!at.node().isTextual()) {
        at.wrongType("string");
        return Optional.empty();
      }
      Optional<E> found =
          constants.stream()
              .filter(each -> name.apply(each).equals(at.node().textValue()))
              .findFirst();
      if (found.isEmpty()) {
        at.unknownName(names());
      }
      return found;
    }

    @Override
    public Object write(E value) {
      return name.apply(value);
    }

    @Override
    public ObjectNode schema() {
      return ValueType.names(names());
    }

    /** The names, in the order of the enum. */
    public List<String> names() {
      return constants.stream().map(name).toList();
    }
  }

  /** See {@link #choices}. */
  record Choices<E extends Enum<E>>(List<E> constants, List<E> offered)
      implements ValueType<Set<E>> {

    @Override
    public Optional<Set<E>> read(Optional<Set<E>> before, JsonAt at) {
      if (!at.node().isArray()) {
        at.wrongType("array");
        return Optional.empty();
      }
      Choice<E> one = new Choice<>(constants, WireNames::of);
      Set<E> found = new LinkedHashSet<>();
      at.items().forEach(item -> one.read(Optional.empty(), item).ifPresent(found::add));
      return Optional.of(found);
    }

    @Override
    public Object write(Set<E> value) {
      return value.stream().map(WireNames::of).sorted().toList();
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = ValueType.schema("array");
      schema.set("items", ValueType.names(constants.stream().map(WireNames::of).toList()));
      return schema;
    }
  }

  /** See {@link #texts()}. */
  record Texts(List<String> known) implements ValueType<List<String>> {

    @Override
    public Optional<List<String>> read(Optional<List<String>> before, JsonAt at) {
      if (!at.node().isArray()) {
        at.wrongType("array");
        return Optional.empty();
      }
      return Optional.of(at.items().stream().map(item -> item.node().asText()).toList());
    }

    @Override
    public Object write(List<String> value) {
      return value;
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = ValueType.schema("array");
      schema.set(
          "items",
          known.isEmpty()
              ? ValueType.schema("string").put("minLength", 1)
              : ValueType.names(known));
      return schema;
    }
  }

  /** See {@link #addresses()}. */
  record Addresses() implements ValueType<Allowlist> {

    @Override
    public Optional<Allowlist> read(Optional<Allowlist> before, JsonAt at) {
      if (!at.node().isArray()) {
        at.wrongType("array");
        return Optional.empty();
      }
      List<String> entries = new ArrayList<>();
      for (JsonAt item : at.items()) {
        String entry = item.node().asText();
        try {
          Allowlist.of(entry);
          entries.add(entry);
        } catch (IllegalArgumentException e) {
          item.invalid(entry, "an IPv4 or IPv6 address or CIDR block");
        }
      }
      return Optional.of(Allowlist.of(entries.toArray(String[]::new)));
    }

    @Override
    public Object write(Allowlist value) {
      return value.entries();
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = ValueType.schema("array");
      schema.set("items", ValueType.schema("string").put("minLength", 1));
      return schema.put("description", "IPv4 and IPv6 addresses and CIDR blocks.");
    }
  }

  /** See {@link #object}. */
  record Nested<V>(SettingGroup<V, ?> group, Optional<V> start) implements ValueType<V> {

    @Override
    public Optional<V> read(Optional<V> before, JsonAt at) {
      if (!at.node().isObject()) {
        at.wrongType("object");
        return Optional.empty();
      }
      return Optional.of(group.read(start.or(() -> before).orElseThrow(), at));
    }

    @Override
    public Object write(V value) {
      return group.fields(value);
    }

    @Override
    public Object show(V value) {
      return group.shown(value);
    }

    @Override
    public ObjectNode schema() {
      return group.schema();
    }
  }

  /** See {@link #as}. */
  record Mapped<X, Y>(ValueType<X> base, Function<X, Y> to, Function<Y, X> from)
      implements ValueType<Y> {

    @Override
    public Optional<Y> read(Optional<Y> before, JsonAt at) {
      return base.read(before.map(from), at).map(to);
    }

    @Override
    public Object write(Y value) {
      return base.write(from.apply(value));
    }

    @Override
    public Object show(Y value) {
      return base.show(from.apply(value));
    }

    @Override
    public ObjectNode schema() {
      return base.schema();
    }
  }

  /**
   * A list of objects that a function reads one by one; what it cannot use it reports, and returns
   * nothing.
   */
  record Items<X>(
      Function<JsonAt, Optional<X>> one, Function<X, Object> toJson, ObjectNode item, int least)
      implements ValueType<List<X>> {

    @Override
    public Optional<List<X>> read(Optional<List<X>> before, JsonAt at) {
      return Optional.of(at.items().stream().map(one).flatMap(Optional::stream).toList());
    }

    @Override
    public Object write(List<X> value) {
      return value.stream().map(toJson).toList();
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = ValueType.schema("array");
      if (least > 0) {
        schema.put("minItems", least);
      }
      schema.set("items", item);
      return schema;
    }
  }

  /** A JSON object of any content. */
  record AnyObject<X>(Function<JsonNode, X> fromJson, Function<X, Object> toJson)
      implements ValueType<X> {

    @Override
    public Optional<X> read(Optional<X> before, JsonAt at) {
      return Optional.of(fromJson.apply(at.node()));
    }

    @Override
    public Object write(X value) {
      return toJson.apply(value);
    }

    @Override
    public ObjectNode schema() {
      return ValueType.schema("object");
    }
  }
}
