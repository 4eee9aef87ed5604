package com.example.gateway.adapters.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What Keycloak answered, in {@code recorded-answers.json}; tokens and session ids are replaced.
 */
final class RecordedAnswers {

  private static final Path FILE =
      Path.of("src/test/resources/com/example/gateway/adapters/keycloak/recorded-answers.json");

  /** What differs from login to login. */
  private static final Map<String, String> REPLACED =
      Map.of(
          "access_token", "keycloak-access",
          "refresh_token", "keycloak-refresh",
          "id_token", "keycloak-id",
          "session_state", "keycloak-session");

  /** Some start to run before the answer is written: rounded up to 10 seconds. */
  private static final List<String> LIFETIMES = List.of("expires_in", "refresh_expires_in");

  private RecordedAnswers() {}

  /** One answer. */
  record Answer(int status, String body) {

    /** The same for every login: as it is recorded. */
    static Answer of(int status, String body) {
      return new Answer(status, comparable(body));
    }

    private static String comparable(String body) {
      try {
        JsonNode json = Realms.JSON.readTree(body);
        if (json instanceof ObjectNode answer) {
          REPLACED.forEach(
              (field, text) -> {
                if (answer.has(field)) {
                  answer.put(field, text);
                }
              });
          if (answer.has("scope")) {
            answer.put("scope", sorted(answer.path("scope").asText()));
          }
          for (String seconds : LIFETIMES) {
            if (answer.has(seconds)) {
              answer.put(seconds, (answer.path(seconds).asInt() + 9) / 10 * 10);
            }
          }
          return answer.toString();
        }
        return body;
      } catch (JsonProcessingException e) {
        return body;
      }
    }

    private static String sorted(String words) {
      return Arrays.stream(words.split(" ", -1)).sorted().collect(Collectors.joining(" "));
    }
  }

  static Answer of(String key) {
    JsonNode answer = read().path("answers").path(key);
    if (answer.isMissingNode()) {
      throw new IllegalArgumentException("key: " + key + " (expected: a recorded answer's)");
    }
    return new Answer(answer.path("status").asInt(), answer.path("body").asText());
  }

  /** The version of the Keycloak that answered. */
  static String version() {
    return read().path("keycloak").asText();
  }

  /** Replaces the file. */
  static void write(String version, Map<String, Answer> answers) {
    ObjectNode all = Realms.JSON.createObjectNode();
    all.put("keycloak", version);
    ObjectNode recorded = all.putObject("answers");
    new TreeMap<>(answers)
        .forEach(
            (key, answer) ->
                recorded.putObject(key).put("status", answer.status()).put("body", answer.body()));
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(
          FILE,
          Realms.JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all)
              + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read() {
    try {
      return Realms.JSON.readTree(Files.readString(FILE, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
