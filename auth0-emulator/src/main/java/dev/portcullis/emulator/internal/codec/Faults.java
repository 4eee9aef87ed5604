package dev.portcullis.emulator.internal.codec;

import java.util.List;

/** Receives the values that a codec cannot use; a method may throw, else the value is skipped. */
public interface Faults {

  /** The value is of another JSON type than {@code expected}. */
  void wrongType(JsonAt at, String expected);

  /** The value is none of the known names. */
  void unknownName(JsonAt at, List<String> known);

  /** The value does not mean anything here; {@code found} quotes no secret. */
  void invalid(JsonAt at, String found, String expected);
}
