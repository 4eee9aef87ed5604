package dev.portcullis.bootstrap.settings.document;

import io.vavr.collection.HashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A settings file with the environment laid over it. It learns its keys from being read: a key that
 * nothing has read is unknown.
 */
public final class SettingsDocument {

  private final SettingsSource source;
  private final YamlTree tree;
  private final Environment environment;
  private final References references;
  private final Map<String, Setting> known = new LinkedHashMap<>();
  private final Set<String> listed = new HashSet<>();

  private SettingsDocument(SettingsSource source, YamlTree tree) {
    this.source = source;
    this.tree = tree;
    this.environment = new Environment(source.environment());
    this.references = new References(source.name(), source.directory(), environment);
  }

  /** Parses a settings file. */
  public static Validation<Seq<SettingsProblem>, SettingsDocument> parse(SettingsSource source) {
    return YamlTree.parse(source.name(), source.yaml())
        .map(tree -> new SettingsDocument(source, tree));
  }

  /** A document without a file and without an environment. */
  public static SettingsDocument empty() {
    return parse(new SettingsSource("", Path.of("."), "", HashMap.empty()))
        .getOrElseThrow(() -> new AssertionError("an empty document"));
  }

  /** The section that holds every other. */
  public Section root() {
    return section("");
  }

  /** The section at this path. */
  public Section section(String path) {
    return new Section(this, path);
  }

  /**
   * A copy in which keys below a path, each with everything below it, are replaced.
   *
   * @param label the replacing text in messages
   * @param yaml keys and values as a YAML or JSON mapping
   */
  public Validation<Seq<SettingsProblem>, SettingsDocument> replacing(
      String path, String label, String yaml) {
    return YamlTree.parse(label, "{" + path + ": " + yaml + "}")
        .map(other -> new SettingsDocument(source, tree.replacing(path, other)));
  }

  String name() {
    return source.name();
  }

  Path directory() {
    return source.directory();
  }

  /**
   * Records that a key has been read.
   *
   * @param documented whether the documentation lists it; others repeat a section that it lists
   */
  void know(Setting setting, boolean documented) {
    known.put(setting.key(), setting);
    if (documented) {
      listed.add(setting.key());
    }
  }

  /** The keys for the documentation, in the order in which they were read. */
  public Seq<Setting> listed() {
    return Vector.ofAll(known.values()).filter(setting -> listed.contains(setting.key()));
  }

  /**
   * Whether the file or the environment has a value at this path, or the file anything below it.
   */
  boolean has(String path) {
    return environment.override(path).isDefined() || tree.has(path);
  }

  /** The keys below a path that have been read, and that the file or the environment sets. */
  Seq<String> given(String path) {
    return Vector.ofAll(known.keySet()).filter(key -> key.startsWith(path + ".")).filter(this::has);
  }

  Option<String> variable(String name) {
    return environment.get(name).filter(value -> !value.isEmpty());
  }

  /** The names that the file has directly below a path. */
  Seq<String> children(String path) {
    return tree.children(path);
  }

  /** The origin of a key's value: the file with its line, or the environment variable. */
  String where(String key) {
    return environment.override(key).isDefined() ? Environment.where(key) : tree.where(key);
  }

  /** The value of a key, from the environment if it is there, else from the file. */
  Validation<Seq<SettingsProblem>, Option<Raw>> scalar(String key) {
    Option<Raw> override = override(key);
    return override.isDefined() ? Validation.valid(override) : tree.scalar(key);
  }

  /** The values of a key; the environment separates them by commas. */
  Validation<Seq<SettingsProblem>, Seq<Raw>> list(String key) {
    Option<Raw> override = override(key);
    return override.isEmpty()
        ? tree.list(key)
        : Validation.valid(
            Vector.of(override.get().text().split(",", -1))
                .map(part -> new Raw(key, part.strip(), override.get().where()))
                .filter(raw -> !raw.text().isEmpty()));
  }

  /** The paths of the mappings that a key lists. */
  Validation<Seq<SettingsProblem>, Seq<String>> mappings(String key) {
    return environment.override(key).isEmpty()
        ? tree.mappings(key)
        : Validation.invalid(
            Vector.of(
                new SettingsProblem(
                    key, Environment.where(key), "a list of mappings", "write it in the file")));
  }

  private Option<Raw> override(String key) {
    return environment.override(key).map(text -> new Raw(key, text, Environment.where(key)));
  }

  /** The text that a value stands for, after {@code ${NAME}} or a secret's {@code file:PATH}. */
  Validation<Seq<SettingsProblem>, String> dereference(Raw raw, boolean secret) {
    return references.follow(raw, secret);
  }

  /** The files that hold the secrets read so far, by key. */
  public io.vavr.collection.Map<String, Path> secretFiles() {
    return references.secretFiles();
  }

  /** A problem for each key of the file, and each variable of ours, that nothing has read. */
  public Seq<SettingsProblem> unknown() {
    Seq<SettingsProblem> inFile =
        tree.keys()
            .filter(key -> !known.containsKey(key))
            .filter(key -> !isEmptySection(key))
            .map(key -> new SettingsProblem(key, tree.where(key), "unknown key", suggestion(key)));
    Seq<SettingsProblem> inEnvironment =
        environment
            .ours()
            .filter(
                variable ->
                    known.values().stream()
                        .noneMatch(it -> it.environmentVariable().equals(variable)))
            .map(
                variable ->
                    new SettingsProblem(
                        "",
                        "environment variable " + variable,
                        "no such setting",
                        "unset it, or correct its name"));
    return inFile.appendAll(inEnvironment);
  }

  /** {@code password-reset:} with nothing under it sets nothing, and is no mistake. */
  private boolean isEmptySection(String key) {
    return tree.isEmpty(key) && known.keySet().stream().anyMatch(it -> it.startsWith(key + "."));
  }

  private String suggestion(String key) {
    return Typos.nearest(key, Vector.ofAll(known.keySet()))
        .fold(() -> "remove it; " + others(key), meant -> "did you mean " + meant + "?");
  }

  /** The keys beside one, which may be of a section that the documentation does not have. */
  private String others(String key) {
    String section = key.substring(0, Math.max(0, key.lastIndexOf('.')));
    Seq<String> beside =
        Vector.ofAll(known.keySet())
            .filter(it -> !section.isEmpty() && it.startsWith(section + "."))
            .map(it -> it.substring(section.length() + 1).split("\\.", 2)[0])
            .distinct();
    return beside.isEmpty()
        ? "see docs/reference/configuration.md"
        : section + " has " + beside.mkString(", ");
  }
}
