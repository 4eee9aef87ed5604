package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no program sends by mistake is refused in words that need no knowledge of Java. */
@Timeout(60)
class HostileInputTest {

  private static final List<String> TARGETS =
      List.of(
          "/emulator/reset",
          "/emulator/clock",
          "/emulator/next-answers",
          "/emulator/pushes",
          "/emulator/state",
          "/oauth/token",
          "/oauth/revoke",
          "/mfa/challenge",
          "/dbconnections/signup",
          "/dbconnections/change_password");

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  static Stream<String> bodies() {
    return Stream.of(
        "",
        "null",
        "[]",
        "{",
        "\"text\"",
        "{\"a\":1,\"a\":2}",
        "{\"client_id\":{\"a\":[]},\"grant_type\":[1],\"username\":true}",
        "{\"advance\":\"P99999999999999999999D\",\"status\":1e999,\"oob_code\":null}",
        "{\"users\":[[]],\"clients\":{},\"tenant\":7}",
        "{\"clients\":[{\"client_id\":null}],\"users\":[null]}",
        "{\"users\":[{\"email\":\"a@b\",\"password\":\"x\",\"password_hash\":\"$2a$\"}]}",
        "[".repeat(5_000),
        "{\"n\":" + "9".repeat(2_000) + "}",
        "a: &a [*a]",
        "a: !!javax.script.ScriptEngineManager []",
        "? [a\n: b",
        "\ttab: 1",
        "%YAML 9.9\n---\n{}",
        "a: 'not closed",
        "\u0000\u0001",
        "grant_type=password&grant_type=password",
        "grant_type=%zz&client_id=%ff");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void every_refusal_is_in_plain_words(String body) {
    for (String target : TARGETS) {
      for (String type :
          List.of("application/json", "application/yaml", "application/x-www-form-urlencoded")) {
        Answer answer = client.post(target, type, body);

        assertThat(answer.status()).as(target + " " + type).isBetween(400, 499);
        assertThat(answer.body())
            .as(target + " " + type)
            .doesNotContainIgnoringCase("exception", "java.", "jackson", "snakeyaml", "dev.port")
            .doesNotContain("For input string", "Unexpected character", "[Source", "JsonToken")
            .doesNotContain("in 'reader'", "mapping values", "while parsing", "while scanning");
        assertThat(answer.body().length()).as(target + " " + type).isLessThan(2_000);
      }
    }
    assertThat(emulator.tenant().clock().ahead()).isZero();
  }
}
