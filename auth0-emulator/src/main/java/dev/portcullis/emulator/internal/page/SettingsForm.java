package dev.portcullis.emulator.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.JsonAt;
import dev.portcullis.emulator.internal.codec.Setting;
import dev.portcullis.emulator.internal.codec.SettingGroup;
import dev.portcullis.emulator.internal.codec.ValueType;
import dev.portcullis.emulator.internal.codec.WireNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A form made from the codec's settings: an input for each, and the JSON that a submitted form
 * stands for. An input is named by the path of its setting, such as {@code stage.pre-login.rate}.
 */
final class SettingsForm {

  private SettingsForm() {}

  /** The inputs for the settings of an object; their ids start with {@code form}. */
  static <V> List<Input> inputs(String form, SettingGroup<V, ?> group, V value) {
    List<Input> inputs = new ArrayList<>();
    group.settings().forEach(each -> collect(inputs, form, "", each, value));
    return inputs;
  }

  /** The inputs for a setting whose value is an object; their ids start with {@code form}. */
  static <V, B> List<Input> inputs(String form, Setting<V, B> setting, V value) {
    return setting instanceof Setting.Value<V, B, ?> own ? inside(form, own, value) : List.of();
  }

  private static <V, B, X> List<Input> inside(
      String form, Setting.Value<V, B, X> setting, V value) {
    return setting.type() instanceof ValueType.Nested<X> nested
        ? setting.get(value).map(it -> inputs(form, nested.group(), it)).orElse(List.of())
        : List.of();
  }

  /**
   * The settings of a submitted form, as an object that has only this setting. The form notes what
   * cannot be used.
   */
  static JsonAt json(Setting<?, ?> setting, Form form) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (setting instanceof Setting.Value<?, ?, ?> own
        && own.type() instanceof ValueType.Nested<?> nested) {
      object.set(setting.key(), json(nested.group(), form).node());
    }
    return JsonAt.root(object, form);
  }

  /**
   * The settings of a submitted form, as the JSON object of the group. The form notes what cannot
   * be used.
   */
  static JsonAt json(SettingGroup<?, ?> group, Form form) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    group.settings().forEach(each -> put(object, "", each, form));
    return JsonAt.root(object, form);
  }

  private static <V, B> void collect(
      List<Input> inputs, String form, String parent, Setting<V, B> setting, V value) {
    String path = JsonAt.path(parent, setting.key());
    switch (setting) {
      case Setting.Inner<V, B> inner ->
          inner.settings().forEach(each -> collect(inputs, form, path, each, value));
      case Setting.Value<V, B, ?> own -> collectOwn(inputs, form, path, own, value);
      case Setting.Unused<V, B> ignored -> {}
    }
  }

  private static <V, B, X> void collectOwn(
      List<Input> inputs, String form, String path, Setting.Value<V, B, X> setting, V value) {
    Input blank =
        new Input(form + "-" + path.replace('.', '-'), path, setting.label(), Kind.TEXT, "");
    Object json = setting.json(value).orElse("");
    switch (unmapped(setting.type())) {
      case ValueType.Nested<?> ignored -> {
        if (setting.type() instanceof ValueType.Nested<X> nested) {
          setting
              .get(value)
              .ifPresent(
                  inner ->
                      nested
                          .group()
                          .settings()
                          .forEach(each -> collect(inputs, form, path, each, inner)));
        }
      }
      case ValueType.Flag ignored -> inputs.add(blank.ticked(json.equals(true)));
      case ValueType.Whole whole -> inputs.add(blank.number(json, whole.least(), whole.most()));
      case ValueType.Choice<?> choice ->
          inputs.add(blank.choice(choices(choice.names(), List.of(json))));
      case ValueType.Choices<?> several ->
          inputs.add(blank.several(choices(names(several), (List<?>) json)));
      case ValueType.Addresses ignored ->
          inputs.add(
              blank.lines(
                  ((List<?>) json)
                      .stream().map(String::valueOf).collect(Collectors.joining("\n"))));
      case ValueType.Text ignored -> {}
      case ValueType.Texts ignored -> {}
      case ValueType.Items<?> ignored -> {}
      case ValueType.AnyObject<?> ignored -> {}
      case ValueType.Mapped<?, ?> mapped -> throw new IllegalStateException("mapped: " + mapped);
    }
  }

  private static <V, B> void put(
      ObjectNode object, String parent, Setting<V, B> setting, Form form) {
    String key = setting.key();
    String name = JsonAt.path(parent, key);
    switch (setting) {
      case Setting.Inner<V, B> inner -> {
        ObjectNode child = object.putObject(key);
        inner.settings().forEach(each -> put(child, name, each, form));
      }
      case Setting.Value<V, B, ?> own -> putOwn(object, name, key, own.type(), form);
      case Setting.Unused<V, B> ignored -> {}
    }
  }

  private static void putOwn(
      ObjectNode object, String name, String key, ValueType<?> type, Form form) {
    switch (unmapped(type)) {
      case ValueType.Nested<?> nested -> {
        ObjectNode child = object.putObject(key);
        nested.group().settings().forEach(each -> put(child, name, each, form));
      }
      case ValueType.Flag ignored -> object.put(key, form.ticked(name));
      case ValueType.Whole whole -> object.put(key, form.number(name, whole.least(), whole.most()));
      case ValueType.Choice<?> ignored -> object.put(key, form.text(name).orElse(""));
      case ValueType.Choices<?> several -> {
        ArrayNode array = object.putArray(key);
        names(several).stream().filter(each -> form.ticked(name + "." + each)).forEach(array::add);
      }
      case ValueType.Addresses ignored -> {
        ArrayNode array = object.putArray(key);
        Stream.of(form.text(name).orElse("").split("[\\s,]+", -1))
            .filter(entry -> !entry.isEmpty())
            .forEach(array::add);
      }
      case ValueType.Text ignored -> {}
      case ValueType.Texts ignored -> {}
      case ValueType.Items<?> ignored -> {}
      case ValueType.AnyObject<?> ignored -> {}
      case ValueType.Mapped<?, ?> mapped -> throw new IllegalStateException("mapped: " + mapped);
    }
  }

  private static ValueType<?> unmapped(ValueType<?> type) {
    return type instanceof ValueType.Mapped<?, ?> mapped ? unmapped(mapped.base()) : type;
  }

  private static List<String> names(ValueType.Choices<?> several) {
    return several.offered().stream().map(WireNames::of).toList();
  }

  private static List<DisplayText.Choice> choices(List<String> names, List<?> chosen) {
    return names.stream()
        .map(name -> new DisplayText.Choice(name, name, chosen.contains(name)))
        .toList();
  }

  enum Kind {
    TEXT,
    FLAG,
    NUMBER,
    CHOICE,
    SEVERAL,
    LINES,
    PASSWORD,
    CODE
  }

  /** One input of a form, for the template. */
  record Input(
      String id,
      String name,
      String label,
      Kind kind,
      String value,
      int least,
      int most,
      boolean ticked,
      List<DisplayText.Choice> choices) {

    Input(String id, String name, String label, Kind kind, String value) {
      this(id, name, label, kind, value, 0, 0, false, List.of());
    }

    boolean isFlag() {
      return kind == Kind.FLAG;
    }

    boolean isNumber() {
      return kind == Kind.NUMBER;
    }

    boolean isChoice() {
      return kind == Kind.CHOICE;
    }

    boolean isSeveral() {
      return kind == Kind.SEVERAL;
    }

    boolean isLines() {
      return kind == Kind.LINES;
    }

    boolean isText() {
      return kind == Kind.TEXT;
    }

    boolean isPassword() {
      return kind == Kind.PASSWORD;
    }

    boolean isCode() {
      return kind == Kind.CODE;
    }

    Input text(String text) {
      return new Input(id, name, label, Kind.TEXT, text, 0, 0, false, choices);
    }

    Input password() {
      return new Input(id, name, label, Kind.PASSWORD, "", 0, 0, false, choices);
    }

    /** Several lines of JSON. */
    Input code(String text) {
      return new Input(id, name, label, Kind.CODE, text, 0, 0, false, choices);
    }

    Input ticked(boolean on) {
      return new Input(id, name, label, Kind.FLAG, value, 0, 0, on, choices);
    }

    private Input number(Object number, int from, int to) {
      return new Input(
          id, name, label, Kind.NUMBER, String.valueOf(number), from, to, false, choices);
    }

    Input choice(List<DisplayText.Choice> offered) {
      return new Input(id, name, label, Kind.CHOICE, value, 0, 0, false, offered);
    }

    private Input several(List<DisplayText.Choice> offered) {
      return new Input(id, name, label, Kind.SEVERAL, value, 0, 0, false, offered);
    }

    Input lines(String text) {
      return new Input(id, name, label, Kind.LINES, text, 0, 0, false, choices);
    }
  }
}
