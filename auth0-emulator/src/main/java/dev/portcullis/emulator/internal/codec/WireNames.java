package dev.portcullis.emulator.internal.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of enum constants in Auth0's API: the constant in lower case. */
public final class WireNames {

  private WireNames() {}

  /** The name of a constant. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The constant of that name. */
  public static <E extends Enum<E>> Optional<E> read(Class<E> type, String name) {
    return constants(type).stream().filter(constant -> of(constant).equals(name)).findFirst();
  }

  /** All names. */
  public static <E extends Enum<E>> List<String> all(Class<E> type) {
    return constants(type).stream().map(WireNames::of).toList();
  }

  private static <E extends Enum<E>> List<E> constants(Class<E> type) {
    return Arrays.asList(type.getEnumConstants());
  }
}
