package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.address.Allowlist;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.tenant.WireNames;
import dev.portcullis.emulator.tenant.protection.Shield;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Typed fields of a form; what is wrong with one is an {@link IllegalArgumentException}. */
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

  /** The ticked ones of {@code PREFIXblock}, {@code PREFIXuser_notification} and so on. */
  static Set<Shield> shields(Parameters form, String prefix) {
    Set<Shield> shields = EnumSet.noneOf(Shield.class);
    for (Shield shield : Shield.values()) {
      if (ticked(form, prefix + WireNames.of(shield))) {
        shields.add(shield);
      }
    }
    return shields;
  }

  /** Addresses and CIDR blocks, parted by white space or commas. */
  static Allowlist allowlist(Parameters form) {
    String[] entries =
        Stream.of(form.text("allowlist").orElse("").split("[\\s,]+", -1))
            .filter(entry -> !entry.isEmpty())
            .toArray(String[]::new);
    return Allowlist.of(entries);
  }
}
