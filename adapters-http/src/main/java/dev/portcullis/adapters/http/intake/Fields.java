package dev.portcullis.adapters.http.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.adapters.http.exchange.Json;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The known fields of a request, each at most once and a string; unknown fields are ignored. It
 * prints no values: one of them may be a password.
 */
public final class Fields {

  /** The format of a body. */
  public enum Format {
    JSON,
    FORM
  }

  /** The most fields that a body or a query may have, unknown ones included. */
  static final int MAX_FIELDS = 100;

  /** The longest Content-Type that is read, in characters. */
  static final int MAX_CONTENT_TYPE = 256;

  private static final String TOO_MANY =
      "too many fields (expected: at most " + MAX_FIELDS + ", unknown ones included)";
  private static final String ABOVE_LIMITS =
      "too large in its parts (expected: at most "
          + Json.MAX_DEPTH
          + " levels, "
          + Json.MAX_TOKENS
          + " names, values and brackets, names of "
          + Json.MAX_NAME
          + " and numbers of "
          + Json.MAX_NUMBER
          + " characters)";

  /** No field at all. */
  public static final Fields NONE = new Fields(new HashMap<>());

  private final Map<String, String> values;

  private Fields(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The format that a Content-Type names, if it is one of ours, in UTF-8, and not longer than any
   * that a client has a reason to send.
   */
  static Option<Format> format(String contentType) {
    if (contentType.length() > MAX_CONTENT_TYPE) {
      return Option.none();
    }
    String[] parts = contentType.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("charset=")
          && !parameter.equals("charset=utf-8")
          && !parameter.equals("charset=\"utf-8\"")) {
        return Option.none();
      }
    }
    return switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
      case "application/json" -> Option.of(Format.JSON);
      case "application/x-www-form-urlencoded" -> Option.of(Format.FORM);
      default -> Option.none();
    };
  }

  /**
   * Whether a Content-Type names JSON, which browsers send to other origins only if those agree.
   */
  static boolean isJson(String contentType) {
    return format(contentType).contains(Format.JSON);
  }

  /** The fields of a query as sent; no field at all if it is malformed. */
  public static Fields ofQuery(String query, Set<String> known) {
    return readForm(query, known).getOrElse(NONE);
  }

  /** Reads a body; a problem's text never repeats any of it. */
  public static Either<FieldProblem, Fields> read(Format format, byte[] body, Set<String> known) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return malformed("not UTF-8 (expected: UTF-8)");
    }
    return switch (format) {
      case JSON -> readJson(text, known);
      case FORM -> readForm(text, known);
    };
  }

  private static Either<FieldProblem, Fields> readJson(String text, Set<String> known) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = Json.FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return malformed("not a JSON object (expected: {\"" + known.head() + "\": …})");
      }
      int count = 0;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        count++;
        if (count > MAX_FIELDS) {
          return malformed(TOO_MANY);
        }
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (known.contains(name)) {
          if (value != JsonToken.VALUE_STRING) {
            return Either.left(new FieldProblem(name, "not a string (expected: a JSON string)"));
          }
          fields.put(name, json.getText());
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        return malformed("text after the JSON object (expected: one object)");
      }
    } catch (StreamConstraintsException e) {
      return malformed(ABOVE_LIMITS);
    } catch (IOException e) {
      // The parser's own message may quote the input.
      return malformed("not well-formed JSON (expected: one object, each member once)");
    }
    return Either.right(new Fields(fields));
  }

  private static Either<FieldProblem, Fields> readForm(String text, Set<String> known) {
    Map<String, String> fields = new HashMap<>();
    String[] pairs = text.split("&", MAX_FIELDS + 1);
    if (pairs.length > MAX_FIELDS) {
      return malformed(TOO_MANY);
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals == 0) {
        return malformed("a field without a name (expected: name=value)");
      }
      Option<String> name = FormText.decode(equals < 0 ? pair : pair.substring(0, equals));
      Option<String> value = FormText.decode(equals < 0 ? "" : pair.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty()) {
        return malformed("not well-formed (expected: application/x-www-form-urlencoded in UTF-8)");
      }
      if (known.contains(name.get()) && fields.put(name.get(), value.get()) != null) {
        return Either.left(new FieldProblem(name.get(), "given twice (expected: once)"));
      }
    }
    return Either.right(new Fields(fields));
  }

  private static Either<FieldProblem, Fields> malformed(String detail) {
    return Either.left(new FieldProblem("body", detail));
  }

  /** Its value, or an empty string if it is absent. */
  public String get(String name) {
    return values.getOrDefault(name, "");
  }

  /** Whether the field is present. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The parsed value of a field, or the problem with it. */
  public <T> Validation<Seq<FieldProblem>, T> required(
      String name, Function<String, Validation<String, T>> parse) {
    String value = values.get(name);
    return value == null
        ? invalid(name, "missing (expected: a string)")
        : parse.apply(value).mapError(e -> Vector.of(new FieldProblem(name, e)));
  }

  /** The parsed value of a field if it is present, or the problem with it. */
  public <T> Validation<Seq<FieldProblem>, Option<T>> optional(
      String name, Function<String, Validation<String, T>> parse) {
    return has(name) ? required(name, parse).map(Option::of) : Validation.valid(Option.none());
  }

  /** One problem with one field. */
  public static <T> Validation<Seq<FieldProblem>, T> invalid(String name, String detail) {
    return Validation.invalid(Vector.of(new FieldProblem(name, detail)));
  }

  /** All problems of several fields in one list. */
  public static <T> Validation<Seq<FieldProblem>, T> flat(
      Validation<Seq<Seq<FieldProblem>>, T> validation) {
    return validation.mapError(problems -> problems.flatMap(each -> each));
  }

  /** The names alone. */
  @Override
  public String toString() {
    return "Fields" + values.keySet();
  }
}
