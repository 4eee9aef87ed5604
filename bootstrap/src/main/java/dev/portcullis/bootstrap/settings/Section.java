package dev.portcullis.bootstrap.settings;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;

/**
 * A mapping of the file with the environment laid over it. Reading a key is what makes it known:
 * whatever has not been asked for when all has been read is a mistake of the operator's.
 */
final class Section {

  private static final String REQUIRED = "required";
  private static final String NONE = "none";

  private final SettingsDocument document;
  private final String path;

  Section(SettingsDocument document, String path) {
    this.document = document;
    this.path = path;
  }

  Section section(String key) {
    return new Section(document, path(key));
  }

  <T> Validation<Seq<SettingsProblem>, T> required(String key, ValueType<T> type, String meaning) {
    document.know(new Setting(path(key), type.name(), REQUIRED, meaning));
    return scalar(key, type)
        .flatMap(
            value ->
                value.<Validation<Seq<SettingsProblem>, T>>fold(
                    () ->
                        invalid(
                            path(key),
                            document.name(),
                            "missing",
                            "set it: " + meaning + " (" + type.name() + ")"),
                    Validation::valid));
  }

  <T> Validation<Seq<SettingsProblem>, Option<T>> optional(
      String key, ValueType<T> type, String meaning) {
    document.know(new Setting(path(key), type.name(), NONE, meaning));
    return scalar(key, type);
  }

  /** The fallback is read as if it had been written, so that it cannot be wrong unnoticed. */
  <T> Validation<Seq<SettingsProblem>, T> withDefault(
      String key, ValueType<T> type, String fallback, String meaning) {
    document.know(new Setting(path(key), type.name(), fallback, meaning));
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
    document.know(new Setting(path(key), "list of " + type.name(), "empty", meaning));
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

  private static <T> Validation<Seq<SettingsProblem>, T> invalid(
      String key, String where, String problem, String mend) {
    return Validation.invalid(Vector.of(new SettingsProblem(key, where, problem, mend)));
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
