package dev.portcullis.bootstrap.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** Elastic's encoder, with the key-value pairs of SLF4J 2, which it leaves out. */
final class EcsEvents extends EcsEncoder {

  @Override
  protected void addCustomFields(ILoggingEvent event, StringBuilder json) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs == null) {
      return;
    }
    for (KeyValuePair pair : pairs) {
      json.append('"');
      quote(pair.key, json);
      json.append("\":");
      if (pair.value instanceof Number || pair.value instanceof Boolean) {
        json.append(pair.value);
      } else {
        json.append('"');
        quote(String.valueOf(pair.value), json);
        json.append('"');
      }
      json.append(',');
    }
  }

  /** Nearly every text is as it is in JSON; Elastic's method copies character by character. */
  private static void quote(String text, StringBuilder json) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        JsonUtils.quoteAsString(text, json);
        return;
      }
    }
    json.append(text);
  }
}
