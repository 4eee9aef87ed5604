package dev.portcullis.emulator.internal.hosted;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a response reaches the application: {@code response_mode}. */
enum ResponseMode {
  QUERY,
  FRAGMENT,
  FORM_POST,
  WEB_MESSAGE;

  static Optional<ResponseMode> named(String name) {
    return Arrays.stream(values()).filter(mode -> mode.wireName().equals(name)).findFirst();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
