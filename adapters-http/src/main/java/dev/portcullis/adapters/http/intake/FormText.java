package dev.portcullis.adapters.http.intake;

import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The percent-decoding of application/x-www-form-urlencoded, stricter than the JDK's URLDecoder: a
 * byte sequence that is not UTF-8 is refused, because a password must never be altered.
 */
final class FormText {

  private FormText() {}

  /** The decoded text; none if it is malformed. */
  static Option<String> decode(String encoded) {
    if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
      return Option.of(encoded);
    }
    byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '+') {
        bytes.put((byte) ' ');
      } else if (raw[i] != '%') {
        bytes.put(raw[i]);
      } else {
        int high = i + 3 <= raw.length ? Character.digit(raw[i + 1], 16) : -1;
        int low = i + 3 <= raw.length ? Character.digit(raw[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return Option.none();
        }
        bytes.put((byte) (high << 4 | low));
        i += 2;
      }
    }
    try {
      return Option.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      return Option.none();
    }
  }
}
