package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.Client.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class UserSearchTest {

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "email:\"ALICE@example.com\"; alice",
        "email.raw:alice@example.com; alice",
        "email:*@example.org; ",
        "email:a*; alice",
        "blocked:true; blocked",
        "blocked:false AND NOT email:(alice* OR bob*); leaky mia",
        "user_id:\"auth0|000000000000000000000002\"; bob",
        "identities.connection:\"Username-Password-Authentication\" AND name:mia*; mia",
        "identities.connection:other; ",
        "email:bob@example.com OR nickname:mia; bob mia",
        "created_at:[2026-03-01 TO 2026-03-01] AND email:b*; bob blocked",
        "leaky*; leaky",
        "blocked:false && email:b*; bob",
        "nickname:mia || nickname:bob; bob mia",
        "!blocked:true AND email:(a* OR b*); alice bob",
        "+blocked:false nickname:mia nickname:bob; alice bob leaky mia",
        "+nickname:(mia OR bob) -email:m*; bob",
        "email.domain:example.com AND nickname:bob; bob",
        "user_metadata.color:BLUE; alice",
        "app_metadata.plan.level:[2 TO 9]; alice",
        "app_metadata.plan.level:[4 TO 20]; bob",
        "app_metadata.tags:second; alice",
        "_exists_:user_metadata.color; alice",
        "NOT _exists_:app_metadata; blocked leaky mia",
        "given_name:ann*; bob",
        "_exists_:phone_number; bob",
        "logins_count:[1 TO *]; alice",
        "logins_count:0 AND nickname:b*; blocked bob",
      })
  void users_are_found_by_a_query(String q, String nicknames) {
    change(
        "auth0|000000000000000000000001",
        "{\"user_metadata\":{\"color\":\"Blue\"},"
            + "\"app_metadata\":{\"plan\":{\"level\":3},\"tags\":[\"first\",\"second\"]}}");
    change(
        "auth0|000000000000000000000002",
        "{\"given_name\":\"Anna\",\"phone_number\":\"+15005550199\","
            + "\"app_metadata\":{\"plan\":{\"level\":12}}}");
    client.token(login(ALICE, ALICE_PASSWORD));

    Answer answer = search(q);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .extracting(user -> user.path("nickname").asText())
        .containsExactlyInAnyOrderElementsOf(
            nicknames == null ? List.of() : List.of(nicknames.split(" ", -1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password:x",
        "email:",
        "(email:a*",
        "email:[a TO",
        "&& a",
        "_exists_:password",
        "a &&"
      })
  void a_query_that_is_not_understood_is_refused(String q) {
    Answer answer = search(q);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errorCode").asText()).isEqualTo("invalid_query_string");
  }

  @Test
  void logins_are_counted_by_day() {
    client.token(login(ALICE, ALICE_PASSWORD));
    client.token(login(ALICE, ALICE_PASSWORD));
    clock.advance(Duration.ofDays(1));
    client.token(login(LEAKY, LEAKY_PASSWORD));
    String bearer = "Bearer " + client.managementToken("read:stats");

    JsonNode days = client.get("/api/v2/stats/daily", "Authorization", bearer).json();
    JsonNode first = client.get("/api/v2/stats/daily?to=20260301", "Authorization", bearer).json();
    Answer active = client.get("/api/v2/stats/active-users", "Authorization", bearer);

    assertThat(days)
        .extracting(day -> day.path("date").asText() + " " + day.path("logins").asInt())
        .containsExactly("2026-03-01T00:00:00.000Z 2", "2026-03-02T00:00:00.000Z 0");
    assertThat(days.get(1).path("leaked_passwords").asInt()).isEqualTo(1);
    assertThat(first).hasSize(1);
    assertThat(active.body()).isEqualTo("1");
  }

  private void change(String userId, String change) {
    assertThat(
            client
                .patch(
                    "/api/v2/users/" + Client.encoded(userId),
                    change,
                    "Authorization",
                    "Bearer " + client.managementToken("update:users"))
                .status())
        .isEqualTo(200);
  }

  private Answer search(String q) {
    return client.get(
        "/api/v2/users?q=" + Client.encoded(q),
        "Authorization",
        "Bearer " + client.managementToken("read:users"));
  }
}
