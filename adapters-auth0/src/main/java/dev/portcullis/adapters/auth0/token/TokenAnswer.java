package dev.portcullis.adapters.auth0.token;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.adapters.auth0.transport.JsonAnswer;
import io.vavr.control.Option;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The members of a token endpoint's JSON object that matter, each of its right type or absent.
 *
 * @param description empty if absent or not a string
 */
public record TokenAnswer(
    Option<String> error,
    String description,
    Option<String> accessToken,
    Option<String> tokenType,
    Option<Long> expiresIn,
    Option<String> scope,
    Option<String> idToken,
    Option<String> refreshToken,
    Option<String> mfaToken,
    Option<String> recoveryCode) {

  /** None unless the body is one JSON object in UTF-8 whose known members have the right types. */
  public static Option<TokenAnswer> parse(HttpReply reply) {
    boolean plain = reply.contentEncoding().forAll("identity"::equalsIgnoreCase);
    if (!plain || reply.body().length == 0) {
      return Option.none();
    }
    try {
      try (JsonParser parser = JsonAnswer.JSON.createParser(reply.text().toCharArray())) {
        return Option.of(parse(parser));
      }
    } catch (IOException e) {
      return Option.none();
    }
  }

  private static @Nullable TokenAnswer parse(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return null;
    }
    Members members = new Members();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.take(name, parser);
    }
    return members.sound && parser.nextToken() == null ? members.toAnswer() : null;
  }

  /** No member is printed: most are secrets. */
  @Override
  public String toString() {
    return "TokenAnswer[redacted]";
  }

  /** What has been read so far. */
  private static final class Members {

    private boolean sound = true;
    private @Nullable String error;
    private @Nullable String description;
    private @Nullable String accessToken;
    private @Nullable String tokenType;
    private @Nullable Long expiresIn;
    private @Nullable String scope;
    private @Nullable String idToken;
    private @Nullable String refreshToken;
    private @Nullable String mfaToken;
    private @Nullable String recoveryCode;

    void take(String name, JsonParser value) throws IOException {
      switch (name) {
        case "error" -> error = text(value);
        case "error_description" -> {
          if (value.currentToken() == JsonToken.VALUE_STRING) {
            description = value.getText();
          } else {
            value.skipChildren();
          }
        }
        case "access_token" -> accessToken = text(value);
        case "token_type" -> tokenType = text(value);
        case "expires_in" -> expiresIn = integer(value);
        case "scope" -> scope = text(value);
        case "id_token" -> idToken = text(value);
        case "refresh_token" -> refreshToken = text(value);
        case "mfa_token" -> mfaToken = text(value);
        case "recovery_code" -> recoveryCode = text(value);
        default -> value.skipChildren();
      }
    }

    private @Nullable String text(JsonParser value) throws IOException {
      if (value.currentToken() == JsonToken.VALUE_STRING) {
        return value.getText();
      }
      requireNull(value);
      return null;
    }

    private @Nullable Long integer(JsonParser value) throws IOException {
      if (value.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        // Throws beyond an int: no token lives that long.
        return (long) value.getIntValue();
      }
      requireNull(value);
      return null;
    }

    private void requireNull(JsonParser value) throws IOException {
      sound &= value.currentToken() == JsonToken.VALUE_NULL;
      value.skipChildren();
    }

    TokenAnswer toAnswer() {
      return new TokenAnswer(
          Option.of(error),
          description == null ? "" : description,
          Option.of(accessToken),
          Option.of(tokenType),
          Option.of(expiresIn),
          Option.of(scope),
          Option.of(idToken),
          Option.of(refreshToken),
          Option.of(mfaToken),
          Option.of(recoveryCode));
    }
  }
}
