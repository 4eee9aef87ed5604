package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.http.Parameters;
import java.util.Optional;

/** Typed fields of a form; a wrong value is an {@link IllegalArgumentException}. */
final class Form {

  private Form() {}

  static boolean ticked(Parameters form, String name) {
    return form.text(name).isPresent();
  }

  static <E extends Enum<E>> E choice(Parameters form, String name, Class<E> type) {
    String text = form.text(name).orElse("");
    return WireNames.read(type, text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + ": " + text + " (expected: one of " + WireNames.all(type) + ")"));
  }

  static int number(Parameters form, String name, int least, int most) {
    String text = form.text(name).orElse("").strip();
    return Optional.of(text)
        .filter(digits -> digits.matches("[0-9]{1,9}"))
        .map(Integer::valueOf)
        .filter(value -> value >= least && value <= most)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + ": " + text + " (expected: a number, " + least + ".." + most + ")"));
  }
}
