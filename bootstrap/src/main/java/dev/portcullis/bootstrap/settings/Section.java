package dev.portcullis.bootstrap.settings;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Path;

/**
 * A mapping of the file with the environment laid over it. Reading a key is what makes it known:
 * whatever has not been asked for when all has been read is a mistake of the operator's.
 */
final class Section {

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

  Section section(String key) {
    return new Section(document, path(key), documented);
  }

  private void know(Setting setting) {
    document.know(setting, documented);
  }

  <T> Validation<Seq<SettingsProblem>, T> required(String key, ValueType<T> type, String meaning) {
    know(new Setting(path(key), type.name(), REQUIRED, meaning));
    return scalar(key, type)
        .flatMap(
            value ->
                value.<Validation<Seq<SettingsProblem>, T>>fold(
                    () -> invalid(key, "missing", "set it: " + meaning + " (" + type.name() + ")"),
                    Validation::valid));
  }

  <T> Validation<Seq<SettingsProblem>, Option<T>> optional(
      String key, ValueType<T> type, String meaning) {
    know(new Setting(path(key), type.name(), NONE, meaning));
    return scalar(key, type);
  }

  /** The fallback is read as if it had been written, so that it cannot be wrong unnoticed. */
  <T> Validation<Seq<SettingsProblem>, T> withDefault(
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

  <T> Validation<Seq<SettingsProblem>, Seq<T>> list(String key, ValueType<T> type, String meaning) {
    know(new Setting(path(key), "list of " + type.name(), "empty", meaning));
    return document
        .list(path(key))
        .flatMap(
            raws ->
                Validation.sequence(raws.map(raw -> parse(raw, type)))
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

  private static String shown(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() > 80 ? oneLine.substring(0, 80) + "..." : oneLine;
  }

  /** Whether the file or the environment has this key, or a mapping below it. */
  boolean has(String key) {
    return document.has(path(key));
  }

  /** Whether the file has anything in this section. */
  boolean isWritten() {
    return document.has(path);
  }

  /** The names of what the file has right below this section. */
  Seq<String> children() {
    return document.children(path);
  }

  /** Where relative files start. */
  Path directory() {
    return document.directory();
  }

  /** The files that the secrets read so far lie in, by key. */
  Map<String, Path> secretFiles() {
    return document.secretFiles();
  }

  /** How problems call the file. */
  String fileName() {
    return document.name();
  }

  /** The same section, whose keys are known but not listed: they repeat another's. */
  Section undocumented() {
    return new Section(document, path, false);
  }

  /** A problem with a key of this section. */
  SettingsProblem problem(String key, String problem, String mend) {
    return new SettingsProblem(path(key), document.where(path(key)), problem, mend);
  }

  <T> Validation<Seq<SettingsProblem>, T> invalid(String key, String problem, String mend) {
    return Validation.invalid(Vector.of(problem(key, problem, mend)));
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
