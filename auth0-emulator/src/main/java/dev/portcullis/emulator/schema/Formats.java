package dev.portcullis.emulator.schema;

import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** The formats of texts that the table names, as Auth0's OpenAPI document does. */
final class Formats {

  private static final String SCHEME = "[A-Za-z][A-Za-z0-9+.-]*:";

  private Formats() {}

  /** Whether the text has the format; every text has one that is not known. */
  static boolean holds(String format, String text) {
    return switch (format) {
      case "email" -> text.matches("[^@\\s]+@[^@\\s]+");
      case "url", "uri", "strict-uri", "callback-url" -> text.matches(SCHEME + "\\S+");
      case "strict-https-uri" -> text.matches("https://\\S+");
      case "absolute-https-uri-or-empty" -> text.isEmpty() || text.matches("https://\\S+");
      case "absolute-uri-or-empty" -> text.isEmpty() || text.matches(SCHEME + "\\S+");
      case "html-color" -> text.matches("#[0-9a-fA-F]{3,8}");
      case "date-time" -> isTime(text);
      default -> true;
    };
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text).getYear() >= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
