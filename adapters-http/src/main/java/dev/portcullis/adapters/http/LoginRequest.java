package dev.portcullis.adapters.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.Password;
import dev.portcullis.domain.login.Requester;
import io.vavr.collection.Seq;
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
import java.util.Set;

/**
 * The fields of a login as the caller sent them, JSON or form: {@code username} and {@code
 * password}. Members that mean nothing here are ignored; those that would change what is issued are
 * refused, because ignoring them would mislead.
 */
final class LoginRequest {

  /** What the body is written in. */
  enum Format {
    JSON,
    FORM
  }

  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";
  private static final Set<String> REFUSED = Set.of("audience", "scope", "realm");

  private final Map<String, String> fields;

  private LoginRequest(Map<String, String> fields) {
    this.fields = fields;
  }

  /** The format that a Content-Type names, if it is one of ours and in UTF-8. */
  static Option<Format> format(String contentType) {
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

  /** Reads a body; a problem's text never repeats any of it. */
  static Either<FieldProblem, LoginRequest> read(Format format, byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return malformed("not UTF-8 (expected: UTF-8)");
    }
    return switch (format) {
      case JSON -> readJson(text);
      case FORM -> readForm(text);
    };
  }

  private static Either<FieldProblem, LoginRequest> readJson(String text) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = Json.FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return malformed("not a JSON object (expected: {\"username\": …, \"password\": …})");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (isKnown(name)) {
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
    } catch (IOException e) {
      // The parser's own message may quote the input.
      return malformed("not well-formed JSON (expected: one object, each member once)");
    }
    return Either.right(new LoginRequest(fields));
  }

  private static Either<FieldProblem, LoginRequest> readForm(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      Option<String> name = FormText.decode(equals < 0 ? pair : pair.substring(0, equals));
      Option<String> value = FormText.decode(equals < 0 ? "" : pair.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty()) {
        return malformed("not well-formed (expected: application/x-www-form-urlencoded in UTF-8)");
      }
      if (isKnown(name.get()) && fields.put(name.get(), value.get()) != null) {
        return Either.left(new FieldProblem(name.get(), "given twice (expected: once)"));
      }
    }
    return Either.right(new LoginRequest(fields));
  }

  private static boolean isKnown(String name) {
    return name.equals(USERNAME) || name.equals(PASSWORD) || REFUSED.contains(name);
  }

  private static Either<FieldProblem, LoginRequest> malformed(String detail) {
    return Either.left(new FieldProblem("body", detail));
  }

  /** The attempt, or everything that keeps these fields from being one. */
  Validation<Seq<FieldProblem>, LoginAttempt> toAttempt(Requester requester) {
    Seq<FieldProblem> refused =
        Vector.ofAll(REFUSED)
            .filter(fields::containsKey)
            .sorted()
            .map(
                name ->
                    new FieldProblem(
                        name, "not taken from callers (expected: absent; the operator sets it)"));
    Validation<FieldProblem, LoginIdentifier> identifier =
        field(USERNAME)
            .flatMap(
                value -> LoginIdentifier.of(value).mapError(e -> new FieldProblem(USERNAME, e)));
    Validation<FieldProblem, Password> password =
        field(PASSWORD)
            .flatMap(value -> Password.of(value).mapError(e -> new FieldProblem(PASSWORD, e)));
    Validation<Seq<FieldProblem>, LoginAttempt> attempt =
        identifier
            .combine(password)
            .ap((who, secret) -> new LoginAttempt(requester, new Credentials(who, secret)))
            .mapError(problems -> problems);
    if (refused.isEmpty()) {
      return attempt;
    }
    return Validation.invalid(
        attempt.isInvalid() ? attempt.getError().appendAll(refused) : refused);
  }

  private Validation<FieldProblem, String> field(String name) {
    String value = fields.get(name);
    return value == null
        ? Validation.invalid(new FieldProblem(name, "missing (expected: a string)"))
        : Validation.valid(value);
  }
}
