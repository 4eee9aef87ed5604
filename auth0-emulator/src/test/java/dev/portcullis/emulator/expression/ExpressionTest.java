package dev.portcullis.emulator.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

  private static final Map<String, Object> EVENT =
      Map.of(
          "user",
          Map.of(
              "email",
              "ada@example.com",
              "email_verified",
              true,
              "app_metadata",
              Map.of("plan", "gold", "seats", 12, "tags", List.of("a", "b"), "a b", "spaced")),
          "client",
          Map.of("client_id", "c1"),
          "stats",
          Map.of("logins_count", 3),
          "authorization",
          Map.of("roles", List.of("Admin", "Buyer")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          event.user.email == "ada@example.com"                         | true
          event.user.email == 'ADA@example.com'                         | false
          event.user.email != "bob@example.com"                         | true
          event.user.email ends_with "@example.com"                     | true
          event.user.email ends_with "@example.org"                     | false
          event.user.email starts_with "ada"                            | true
          event.user.email contains "@"                                 | true
          event.user.email in ["x", "ada@example.com"]                  | true
          event.user.email in []                                        | false
          "Admin" in event.authorization.roles                          | true
          event.authorization.roles contains "Buyer"                    | true
          event.authorization.roles contains "Buy"                      | false
          event.user.email_verified                                     | true
          event.user.email                                              | false
          not event.user.email_verified                                 | false
          event.stats.logins_count >= 3                                 | true
          event.stats.logins_count < 3                                  | false
          event.stats.logins_count == 3.0                               | true
          event.stats.logins_count == "3"                               | false
          event.user.app_metadata.seats > 11.5                          | true
          event.user.app_metadata.plan == "gold"                        | true
          event.user.app_metadata["a b"] == "spaced"                    | true
          event.user.app_metadata.missing == null                       | true
          event.user.app_metadata.missing.deeper != null                | false
          event.user.app_metadata.plan > 1                              | false
          event.organization.id == null                                 | true
          event.user.app_metadata.tags contains "b"                     | true
          true or false and false                                       | true
          (true or false) and false                                     | false
          not false and true                                            | true
          not (event.client.client_id == "c1" or false)                 | false
          "a\\"b" == 'a"b'                                              | true
          -1 < 0                                                        | true
          """)
  void a_condition_holds_or_not(String text, boolean holds) {
    assertThat(Expression.parse(text).holds(EVENT)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          event.usr.email == "a"           | character 1: unknown value event.usr.email (expected: one of event.auth
          true and event.user.mail == "a"  | character 10: unknown value event.user.mail
          event.user.email = "a"           | character 18: = (expected: a comparison, and, or, or the end)
          event.user.email ==              | character 20: the end (expected: a value such as event.user.email
          event.user.email == "a           | character 21: "a (expected: a value
          event.user.email == a            | character 21: a (expected: a value
          (true                            | character 6: the end (expected: ))
          ["a" "b"] == null                | character 6: "b"] (expected: , or ])
          event.user.app_metadata[plan]    | character 25: plan] (expected: a name in quotes)
          event. == 1                      | character 8: == (expected: a name)
          true true                        | character 6: true (expected: a comparison
          process.exit(1)                  | character 1: process.exit(1) (expected: a value
          """)
  void a_mistake_is_reported_at_its_place(String text, String message) {
    assertThatThrownBy(() -> Expression.parse(text))
        .isInstanceOf(InvalidExpression.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void long_and_deep_texts_are_refused() {
    assertThatThrownBy(() -> Expression.parse("(".repeat(33) + "true" + ")".repeat(33)))
        .hasMessageContaining("at most 32 levels");
    assertThatThrownBy(() -> Expression.parse("not ".repeat(40) + "true"))
        .hasMessageContaining("at most 32 levels");
    assertThatThrownBy(() -> Expression.parse("[".repeat(40)))
        .hasMessageContaining("at most 32 levels");
    assertThatThrownBy(() -> Expression.parse("true or ".repeat(300) + "true"))
        .hasMessageContaining("at most 2000 characters");
    assertThat(Expression.parse("true and ".repeat(200) + "true").holds(EVENT)).isTrue();
  }

  @Test
  void a_path_alone_is_a_value_and_nothing_else_is() {
    assertThat(EventPath.of("event.user.email")).isPresent();
    assertThat(EventPath.of("event.user.app_metadata.plan")).isPresent();
    assertThat(EventPath.of("event.user.email == 1")).isEmpty();
    assertThat(EventPath.of("event.user.mail")).isEmpty();
    assertThat(EventPath.of("gold")).isEmpty();
  }
}
