package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.emulator.Client.Answer;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ControlTest {

  private static final String HERE = "203.0.113.7";

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void thirty_days_later_a_block_is_over() {
    block();

    Answer moved = control("clock", "{\"advance\":\"P30D\"}");

    assertThat(moved.json().get("now").textValue()).startsWith("2026-03-31T10:00:00");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void a_reset_removes_blocks_events_and_mails() {
    block();

    Answer reset = control("reset", "{}");

    assertThat(reset.status()).isEqualTo(204);
    assertThat(emulator.tenant().logs()).isEmpty();
    assertThat(emulator.tenant().mails()).isEmpty();
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void a_prepared_reply_is_sent_once_and_counts_as_no_attempt() {
    control(
        "next-answers",
        "{\"status\":503,\"headers\":{\"Retry-After\":\"Wed, 21 Oct 2026 07:28:00 GMT\"},"
            + "\"body\":{\"error\":\"temporarily_unavailable\"}}");

    Answer prepared = client.token(login(ALICE, ALICE_PASSWORD));
    Answer next = client.token(login(ALICE, ALICE_PASSWORD));

    assertThat(prepared.verdict()).isEqualTo("503 temporarily_unavailable");
    assertThat(prepared.header("Retry-After")).containsExactly("Wed, 21 Oct 2026 07:28:00 GMT");
    assertThat(next.status()).isEqualTo(200);
    assertThat(emulator.tenant().logs()).hasSize(1);
    assertThat(emulator.tenant().received())
        .extracting(request -> request.path() + " " + request.status())
        .containsExactly("/emulator/next-answers 204", "/oauth/token 503", "/oauth/token 200");
  }

  @Test
  void a_prepared_answer_need_not_be_json() {
    control("next-answers", "{\"content_type\":\"text/html\",\"body\":\"<h1>Bad gateway</h1>\"}");

    Answer answer = client.token(login(ALICE, ALICE_PASSWORD));

    assertThat(answer.body()).isEqualTo("<h1>Bad gateway</h1>");
    assertThat(answer.header("Content-Type")).containsExactly("text/html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"half", "none"})
  void a_connection_breaks_in_the_middle_or_before_the_answer(String delivery) {
    control(
        "next-answers",
        "{\"delivery\":\"" + delivery + "\",\"body\":{\"error\":\"cut in the middle\"}}");

    assertThatThrownBy(() -> client.token(login(ALICE, ALICE_PASSWORD)))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(client.token(login(ALICE, ALICE_PASSWORD)).status()).isEqualTo(200);
  }

  @Test
  void what_came_and_what_was_sent_is_listed() {
    block();

    Answer requests = client.get("/emulator/requests");
    Answer mails = client.get("/emulator/mails");

    assertThat(requests.json()).hasSize(10);
    assertThat(requests.json().get(0).get("trust").textValue())
        .isEqualTo("header honoured: 203.0.113.7");
    assertThat(requests.body()).doesNotContain("wrong");
    assertThat(mails.json().get(0).get("kind").textValue()).isEqualTo("blocked_account");
    assertThat(mails.json().get(0).get("content").textValue())
        .startsWith(emulator.issuer() + "lo/unblock?ticket=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "clock; {\"advance\":\"-P1D\"}",
        "clock; {\"advance\":\"tomorrow\"}",
        "clock; {}",
        "clock; {\"advance\":\"P1D\",\"reset\":true}",
        "clock; {\"reset\":false}",
        "clock; {\"advance\":\"PT9223372036854775807S\"}",
        "clock; {\"advance\":1}",
        "clock; {\"advance\":\"P1D\",\"by\":\"P1D\"}",
        "reset; {\"users\":true}",
        "pushes; {\"allow\":true}",
        "pushes; {\"oob_code\":\"x\",\"allow\":\"yes\"}",
        "next-answers; {\"path\":\"/emulator/clock\"}",
        "next-answers; {\"delay\":5}",
        "next-answers; {\"status\":\"503\"}",
        "next-answers; {\"headers\":{\"A\":\"b\\r\\nC: d\"}}",
        "next-answers; {\"headers\":{\"A:b\":\"c\"}}",
        "next-answers; {\"headers\":{\"Content-Length\":\"5\"}}",
        "next-answers; {\"headers\":{\"transfer-encoding\":\"chunked\"}}",
        "next-answers; {\"content_type\":\"a\\nb\"}",
        "next-answers; {\"status\":99}",
        "next-answers; {\"delivery\":\"upside down\"}",
        "next-answers; {\"delay_ms\":-1}",
        "reset; not json",
      })
  void what_is_not_understood_is_refused_in_plain_words_and_changes_nothing(
      String path, String body) {
    Answer answer = control(path, body);

    assertThat(answer.verdict()).isEqualTo("400 Bad Request");
    assertThat(answer.json().get("message").textValue())
        .contains("(expected: ")
        .doesNotContain("Exception", "java", "null", "parsed");
    assertThat(client.token(login(ALICE, ALICE_PASSWORD)).status()).isEqualTo(200);
    assertThat(client.get("/emulator/clock").body()).contains("2026-03-01T10:00:00.123Z");
  }

  @Test
  void one_answer_names_every_mistake() {
    Answer answer =
        control(
            "next-answers",
            "{\"status\":99,\"delivery\":\"late\",\"delay_ms\":-1,\"headers\":[],\"colour\":1}");

    assertThat(answer.json().get("problems"))
        .extracting(problem -> problem.textValue())
        .containsExactly(
            "status: 99 (expected: a whole number, 200..599)",
            "delivery: (expected: one of whole, half, none, reset)",
            "delay_ms: -1 (expected: a whole number, 0..120000)",
            "headers: (expected: an object of header names and texts)",
            "colour: unknown key (expected: one of body, content_type, delay_ms, delivery, headers,"
                + " path, status)");
  }

  @Test
  void every_time_has_milliseconds() {
    block();

    String shown =
        client.get("/emulator/requests").body()
            + client.get("/emulator/mails").body()
            + client.get("/emulator/clock").body()
            + client
                .get(
                    "/api/v2/users",
                    "Authorization",
                    "Bearer " + client.managementToken("read:users"))
                .body();

    assertThat(shown.split("2026-03-01T10:00:00\\.123Z", -1)).hasSizeGreaterThan(12);
    assertThat(shown).doesNotContainPattern("2026-03-01T10:00:00\\.123[0-9]");
  }

  @Test
  void a_form_of_a_foreign_page_resets_nothing() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);

    Answer answer = client.post("/emulator/reset", "text/plain", "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(emulator.tenant().logs()).isNotEmpty();
  }

  private void block() {
    for (int i = 0; i < 10; i++) {
      client.logIn(ALICE, "wrong", HERE);
    }
  }

  private Answer control(String path, String body) {
    return client.post("/emulator/" + path, "application/json", body);
  }
}
