package dev.portcullis.emulator.internal.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.stream.Stream;

/**
 * The strength that a connection's options ask of a password: {@code passwordPolicy}, {@code
 * password_complexity_options.min_length} or {@code password_options.complexity.min_length}.
 */
public final class PasswordPolicy {

  private final Documents documents;

  /** Reads the options that were written here. */
  public PasswordPolicy(Documents documents) {
    this.documents = documents;
  }

  /** Whether the password is strong enough; every password is without a policy. */
  public boolean accepts(String connectionId, String password) {
    JsonNode options =
        documents
            .get("connections/" + connectionId)
            .map(document -> document.path("written").path("options"))
            .orElseGet(MissingNode::getInstance);
    int least =
        Stream.of(
                options.path("password_complexity_options").path("min_length"),
                options.path("password_options").path("complexity").path("min_length"))
            .mapToInt(JsonNode::asInt)
            .max()
            .orElse(0);
    int length = password.codePointCount(0, password.length());
    return length >= least
        && switch (options.path("passwordPolicy").asText()) {
          case "low" -> length >= 6;
          case "fair" ->
              length >= 8
                  && password.matches("(?s).*[a-z].*")
                  && password.matches("(?s).*[A-Z].*")
                  && password.matches("(?s).*[0-9].*");
          case "good" -> length >= 8 && kinds(password) >= 3;
          case "excellent" ->
              length >= 10 && kinds(password) >= 3 && !password.matches("(?s).*(.)\\1\\1.*");
          default -> true;
        };
  }

  private static long kinds(String password) {
    return Stream.of("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
        .filter(kind -> password.matches("(?s).*" + kind + ".*"))
        .count();
  }
}
