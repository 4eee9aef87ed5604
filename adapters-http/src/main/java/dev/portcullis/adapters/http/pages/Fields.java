package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.FormText;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The fields of a form or a query, each at most once. They do not print: one is the password. */
public final class Fields {

  private static final int MAX_BODY_BYTES = 32 * 1024;
  private static final Fields NONE = new Fields(HashMap.empty());

  private final Map<String, String> values;

  private Fields(Map<String, String> values) {
    this.values = values;
  }

  /** The fields of a posted form; none if it is no such form. */
  static Option<Fields> posted(GatewayRequest request) throws IOException {
    String type = request.header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    byte[] body = request.body().read(MAX_BODY_BYTES + 1);
    if (!type.equals("application/x-www-form-urlencoded") || body.length > MAX_BODY_BYTES) {
      return Option.none();
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      return Option.none();
    }
  }

  /** The fields of the query; no field at all if it is malformed. */
  public static Fields queried(GatewayRequest request) {
    return parse(request.query()).getOrElse(NONE);
  }

  private static Option<Fields> parse(String text) {
    Map<String, String> values = HashMap.empty();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      Option<String> name = FormText.decode(equals < 0 ? pair : pair.substring(0, equals));
      Option<String> value = FormText.decode(equals < 0 ? "" : pair.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty() || values.containsKey(name.get())) {
        return Option.none();
      }
      values = values.put(name.get(), value.get());
    }
    return Option.of(new Fields(values));
  }

  /** Its value, or empty. */
  public String get(String name) {
    return values.get(name).getOrElse("");
  }

  @Override
  public String toString() {
    return "Fields" + values.keySet();
  }
}
