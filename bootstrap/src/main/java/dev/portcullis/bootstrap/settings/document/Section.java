package dev.portcullis.bootstrap.settings.document;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/**
 * One section of a settings file with the environment laid over it. A key becomes known by being
 * read: a key of the file that nothing reads is reported as unknown. So read every key always, also
 * one that matters only together with another.
 */
public final class Section {

  private static final String REQUIRED = "required";
  private static final String NONE = "none";

  private final SettingsDocument document;
  private final String path;
  private final boolean documented;

  Section(SettingsDocument document, String path) {
    this(document, path, true);
  }

  private Section(SettingsDocument document, String path, boolean documented) {
    this.document = document;
    this.path = path;
    this.documented = documented;
  }

  /** The section below this one. */
  public Section section(String key) {
    return new Section(document, path(key), documented);
  }

  private void know(Setting setting) {
    document.know(setting, documented);
  }

  /**
   * The value of a key that has to be there.
   *
   * @param meaning one sentence for the documentation, such as {@code The application's Client ID.}
   */
  public <T> Validation<Seq<SettingsProblem>, T> required(
      String key, ValueType<T> type, String meaning) {
    know(new Setting(path(key), type.name(), REQUIRED, meaning));
    return scalar(key, type)
        .flatMap(
            value ->
                value.<Validation<Seq<SettingsProblem>, T>>fold(
                    () ->
                        invalid(key, "missing", "Set " + path(key) + " to " + inSentence(meaning)),
                    Validation::valid));
  }

  private static String inSentence(String meaning) {
    return meaning.substring(0, 1).toLowerCase(Locale.ROOT) + meaning.substring(1);
  }

  /** The value of a key that may be missing. */
  public <T> Validation<Seq<SettingsProblem>, Option<T>> optional(
      String key, ValueType<T> type, String meaning) {
    know(new Setting(path(key), type.name(), NONE, meaning));
    return scalar(key, type);
  }

  /**
   * The value of a key that has a default.
   *
   * @param fallback the default as it would be written in the file
   */
  public <T> Validation<Seq<SettingsProblem>, T> withDefault(
      String key, ValueType<T> type, String fallback, String meaning) {
    know(new Setting(path(key), type.name(), fallback, meaning));
    return scalar(key, type)
        .map(
            value ->
                value.getOrElse(
                    () ->
                        type.parse()
                            .apply(fallback)
                            .getOrElseThrow(() -> new AssertionError(key))));
  }

  /** The values of a key that holds a list; empty if it is missing. */
  public <T> Validation<Seq<SettingsProblem>, Seq<T>> list(
      String key, ValueType<T> type, String meaning) {
    know(new Setting(path(key), "list of " + type.name(), "empty", meaning));
    return document
        .list(path(key))
        .flatMap(
            raws ->
                Validation.sequence(raws.map(raw -> parse(raw, type)))
                    .mapError(problems -> problems));
  }

  /**
   * What {@code read} makes of each mapping that a key lists; empty if the key is missing.
   *
   * @param type the keys of a mapping, for the documentation
   */
  public <T> Validation<Seq<SettingsProblem>, Seq<T>> each(
      String key,
      String type,
      String meaning,
      Function<Section, Validation<Seq<SettingsProblem>, T>> read) {
    know(new Setting(path(key), "list of " + type, "empty", meaning));
    return document
        .mappings(path(key))
        .flatMap(
            paths ->
                Validation.sequence(
                        paths.map(item -> read.apply(new Section(document, item, false))))
                    .mapError(problems -> problems));
  }

  private <T> Validation<Seq<SettingsProblem>, Option<T>> scalar(String key, ValueType<T> type) {
    return document
        .scalar(path(key))
        .flatMap(
            raw ->
                raw.<Validation<Seq<SettingsProblem>, Option<T>>>fold(
                    () -> Validation.valid(Option.none()),
                    value -> parse(value, type).map(Option::of)));
  }

  private <T> Validation<Seq<SettingsProblem>, T> parse(Raw raw, ValueType<T> type) {
    return document
        .dereference(raw, type.secret())
        .flatMap(text -> withoutPlaceholder(raw, text))
        .flatMap(
            text ->
                type.parse()
                    .apply(text)
                    .mapError(
                        expected ->
                            Vector.of(
                                new SettingsProblem(
                                    raw.key(),
                                    raw.where(),
                                    type.secret() ? "not usable" : "not usable: " + shown(text),
                                    expected.contains("expected:")
                                        ? expected
                                        : "expected: " + expected))));
  }

  private static Validation<Seq<SettingsProblem>, String> withoutPlaceholder(Raw raw, String text) {
    return Placeholder.is(text)
        ? Validation.invalid(
            Vector.of(
                new SettingsProblem(
                    raw.key(),
                    raw.where(),
                    "a placeholder, not a value",
                    "set " + raw.key() + " to your own value in place of the example's")))
        : Validation.valid(text);
  }

  /** One line of at most 80 characters, without what stands where a URL has its password. */
  private static String shown(String text) {
    String oneLine =
        text.replaceAll("\\p{Cntrl}", "?")
            .replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*:)?//.*@", "$1//[hidden]@")
            .replaceFirst("^[^/@]*:(?!//).*@", "[hidden]@")
            .replaceFirst("(//[^/\\[]*:)(?!\\d*(/|$)).*", "$1[hidden]");
    return oneLine.length() > 80 ? oneLine.substring(0, 80) + "..." : oneLine;
  }

  /** Whether the file or the environment has this key, or a mapping below it. */
  public boolean has(String key) {
    return document.has(path(key));
  }

  /**
   * The keys of this section and of those below it, such as {@code per-user.window}, that have been
   * read and that the file or the environment sets.
   */
  public Seq<String> given() {
    return document.given(path).map(key -> key.substring(path.length() + 1));
  }

  /** Whether the file has anything in this section. */
  public boolean isWritten() {
    return document.has(path);
  }

  /** The names that the file has directly below this section. */
  public Seq<String> children() {
    return document.children(path);
  }

  /** A variable of the environment that is no setting of ours, if it is set to something. */
  public Option<String> variable(String name) {
    return document.variable(name);
  }

  /** Where relative files start. */
  public Path directory() {
    return document.directory();
  }

  /** The files that hold the secrets read so far, by key. */
  public Map<String, Path> secretFiles() {
    return document.secretFiles();
  }

  /** The file in messages. */
  public String fileName() {
    return document.name();
  }

  /** The same section, left out of the documentation because it repeats another. */
  public Section undocumented() {
    return new Section(document, path, false);
  }

  /** The origin of a key's value: the file with its line, or the environment variable. */
  public String where(String key) {
    return document.where(path(key));
  }

  /** A problem with a key of this section. */
  public SettingsProblem problem(String key, String problem, String fix) {
    return new SettingsProblem(path(key), where(key), problem, fix);
  }

  /** A problem with a key of this section instead of a value. */
  public <T> Validation<Seq<SettingsProblem>, T> invalid(String key, String problem, String fix) {
    return Validation.invalid(Vector.of(problem(key, problem, fix)));
  }

  /**
   * An optional value that another setting makes required.
   *
   * @param reason that setting, such as {@code pages.enabled is true}
   */
  public <T> Validation<Seq<SettingsProblem>, T> present(
      String key, Option<T> value, String reason, String fix) {
    return value.toValidation(() -> Vector.of(problem(key, "missing while " + reason, fix)));
  }

  /** The path of a key of this section. */
  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
