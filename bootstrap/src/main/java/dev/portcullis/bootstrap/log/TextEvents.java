package dev.portcullis.bootstrap.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * One line of text per event, and the lines of an exception. A value cannot close its quotes, start
 * another pair or another line: quotes, backslashes and what is not printed are escaped as in JSON.
 */
final class TextEvents extends PatternLayout {

  TextEvents() {
    getInstanceConverterMap().put("messageLine", MessageLine::new);
    getInstanceConverterMap().put("pairs", Pairs::new);
    setPattern("%d{HH:mm:ss.SSS} %-5level %messageLine %pairs%n");
  }

  private static final class MessageLine extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
      StringBuilder line = new StringBuilder();
      escape(String.valueOf(event.getFormattedMessage()), false, line);
      return line.toString();
    }
  }

  private static final class Pairs extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
      StringBuilder line = new StringBuilder();
      List<KeyValuePair> pairs = event.getKeyValuePairs();
      if (pairs != null) {
        for (KeyValuePair pair : pairs) {
          append(pair.key, pair.value, line);
        }
      }
      event.getMDCPropertyMap().forEach((key, value) -> append(key, value, line));
      return line.toString();
    }

    private static void append(String key, Object value, StringBuilder line) {
      line.append(line.isEmpty() ? "" : " ").append(key).append("=\"");
      escape(String.valueOf(value), true, line);
      line.append('"');
    }
  }

  private static void escape(String text, boolean quoted, StringBuilder line) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case '"', '\\' -> line.append(quoted ? "\\" : "").appendCodePoint(c);
                default -> {
                  if (isPrinted(c)) {
                    line.appendCodePoint(c);
                  } else {
                    for (char unit : Character.toChars(c)) {
                      line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                    }
                  }
                }
              }
            });
  }

  /** Not so control characters, those that turn the direction of text, and line separators. */
  private static boolean isPrinted(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
