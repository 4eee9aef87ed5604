package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantLogsTest {

  private static final String HERE = "203.0.113.7";
  private static final String CHANGE_PASSWORD = "/dbconnections/change_password";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_success_shows_the_forwarded_address_as_ip_and_the_peer_as_client_ip() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);

    LogEvent event = emulator.tenant().logs().getLast();

    assertThat(event.type()).isEqualTo(LogType.SUCCESS_EXCHANGE_PASSWORD);
    assertThat(event.ip()).isEqualTo(HERE);
    assertThat(event.clientIp()).contains("127.0.0.1");
    assertThat(event.userName()).isEqualTo(ALICE);
    assertThat(event.userId()).isEqualTo("auth0|000000000000000000000001");
  }

  @Test
  void a_query_by_criteria_shows_at_most_a_thousand_events_and_a_checkpoint_shows_all() {
    for (int i = 0; i < 1_010; i++) {
      client.get("/v2/logout?client_id=nobody");
    }
    String[] admin = {"Authorization", "Bearer " + client.managementToken("read:logs")};
    String last = "/api/v2/logs?sort=date:1&per_page=100&page=";

    assertThat(client.get(last + 9, admin).json()).hasSize(100);
    assertThat(client.get(last + 10, admin).json()).isEmpty();
    String from = client.get(last + 9, admin).json().get(99).get("log_id").textValue();
    assertThat(client.get("/api/v2/logs?take=100&from=" + from, admin).json())
        .hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void an_untrusted_application_a_wrong_secret_and_a_bad_value_leave_the_peer_as_ip() {
    Map<String, String> right = login(ALICE, ALICE_PASSWORD);
    Map<String, String> untrusted =
        with(
            with(right, "client_id", DemoTenant.UNTRUSTED_CLIENT_ID),
            "client_secret",
            DemoTenant.UNTRUSTED_CLIENT_SECRET);
    client.token(untrusted, "auth0-forwarded-for", HERE);
    client.token(with(right, "client_secret", "wrong"), "auth0-forwarded-for", HERE);
    client.token(right, "auth0-forwarded-for", HERE + ", 192.0.2.1");
    client.token(right);

    List<ReceivedRequest> received = emulator.tenant().received();

    assertThat(emulator.tenant().logs()).extracting(LogEvent::ip).containsOnly("127.0.0.1");
    assertThat(received)
        .extracting(ReceivedRequest::trust)
        .containsExactly(
            "header ignored: the application is not trusted",
            "header ignored: the call is not authenticated with the client secret",
            "header ignored: it is not one valid IP address",
            "no header: the peer's address is used");
    assertThat(received).extracting(ReceivedRequest::status).containsExactly(200, 401, 200, 200);
  }

  @Test
  void the_journal_has_the_received_requests_without_secrets() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);

    ReceivedRequest request = emulator.tenant().received().getLast();

    assertThat(request.method() + " " + request.path()).isEqualTo("POST /oauth/token");
    assertThat(request.peer()).isEqualTo("127.0.0.1");
    assertThat(request.headerNames()).contains("auth0-forwarded-for", "content-type");
    assertThat(request.forwardedFor()).containsExactly(HERE);
    assertThat(request.trust()).isEqualTo("header honoured: 203.0.113.7");
    assertThat(request.grantType()).contains("password");
    assertThat(request.username()).contains(ALICE);
  }

  @Test
  void a_failed_login_writes_its_reason_and_the_failed_exchange() {
    client.logIn(ALICE, "wrong", HERE);
    client.logIn("nobody@example.com", "wrong", HERE);
    client.logIn(DemoTenant.BLOCKED, DemoTenant.BLOCKED_PASSWORD, HERE);

    List<LogEvent> events = emulator.tenant().logs();

    assertThat(events)
        .extracting(event -> event.type().code() + " " + event.userId() + " " + event.description())
        .containsExactly(
            "fp auth0|000000000000000000000001 Wrong email or password.",
            "fepft auth0|000000000000000000000001 Wrong email or password.",
            "fu  Wrong email or password.",
            "fepft  Wrong email or password.",
            "f auth0|000000000000000000000004 user is blocked",
            "fepft auth0|000000000000000000000004 user is blocked");
  }

  @Test
  void logs_are_queried_with_the_management_api() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);
    client.logIn(ALICE, "wrong", "2001:db8::7");
    String bearer = "Bearer " + client.managementToken("read:logs");

    Answer answer =
        client.get(
            "/api/v2/logs?include_totals=true&q="
                + Client.encoded("type:fepft AND ip:\"2001:db8::7\""),
            "Authorization",
            bearer);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).containsExactly("application/json; charset=utf-8");
    assertThat(answer.json().get("total").intValue()).isEqualTo(1);
    JsonNode event = answer.json().get("logs").get(0);
    assertThat(event.get("client_ip").textValue()).isEqualTo("127.0.0.1");
    assertThat(event.get("client_name").textValue()).isEqualTo("Login gateway");
    assertThat(event.get("date").textValue()).isEqualTo("2026-03-01T10:00:00.123Z");
    Answer one =
        client.get("/api/v2/logs/" + event.get("log_id").textValue(), "Authorization", bearer);
    assertThat(one.json()).isEqualTo(event);
  }

  @Test
  void logs_come_in_pages_newest_first_by_default() {
    for (int i = 0; i < 3; i++) {
      client.logIn("user" + i + "@example.com", "wrong", HERE);
    }
    String bearer = "Bearer " + client.managementToken("read:logs");

    Answer newest = client.get("/api/v2/logs?per_page=4", "Authorization", bearer);
    Answer oldest =
        client.get("/api/v2/logs?per_page=4&page=1&sort=date:1", "Authorization", bearer);

    assertThat(texts(newest, "user_name"))
        .containsExactly("", "user2@example.com", "user2@example.com", "user1@example.com");
    assertThat(texts(oldest, "user_name"))
        .containsExactly("user2@example.com", "user2@example.com", "");
  }

  @Test
  void the_fields_of_events_are_chosen_or_left_out() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);
    String bearer = "Bearer " + client.managementToken("read:logs");

    Answer chosen = client.get("/api/v2/logs?q=sepft&fields=type,ip", "Authorization", bearer);
    Answer left =
        client.get(
            "/api/v2/logs?search=sepft&fields=type,ip&include_fields=false",
            "Authorization",
            bearer);

    assertThat(chosen.body()).isEqualTo("[{\"type\":\"sepft\",\"ip\":\"" + HERE + "\"}]");
    assertThat(left.json().get(0).has("ip")).isFalse();
    assertThat(left.json().get(0).has("client_ip")).isTrue();
  }

  @Test
  void the_events_of_one_user_are_listed_by_id() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);
    client.logIn(DemoTenant.BOB, "wrong", HERE);

    Answer answer =
        client.get(
            "/api/v2/users/auth0%7C000000000000000000000002/logs?q=NOT+type:fp",
            "Authorization", "Bearer " + client.managementToken("read:logs"));

    assertThat(texts(answer, "type")).containsExactly("fepft");
    assertThat(texts(answer, "user_name")).containsExactly(DemoTenant.BOB);
  }

  @Test
  void a_checkpoint_walks_through_all_events_once() {
    for (int i = 0; i < 3; i++) {
      client.logIn("user" + i + "@example.com", "wrong", HERE);
    }
    String bearer = "Bearer " + client.managementToken("read:logs");
    Answer first = client.get("/api/v2/logs?take=4", "Authorization", bearer);

    String last = texts(first, "log_id").getLast();
    Answer second = client.get("/api/v2/logs?take=4&from=" + last, "Authorization", bearer);

    assertThat(texts(first, "type")).containsExactly("fu", "fepft", "fu", "fepft");
    assertThat(texts(second, "user_name"))
        .containsExactly("user2@example.com", "user2@example.com", "");
    assertThat(first.header("Link"))
        .containsExactly(
            "<" + emulator.issuer() + "api/v2/logs?take=4&from=" + last + ">; rel=\"next\"");
    String caughtUp = texts(second, "log_id").getLast();
    Answer third = client.get("/api/v2/logs?take=4&from=" + caughtUp, "Authorization", bearer);
    assertThat(third.json()).isEmpty();
    assertThat(third.header("Link")).isEqualTo(second.header("Link"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q=type:fp+AND",
        "per_page=101",
        "page=-1",
        "sort=ip:1",
        "take=0",
        "include_totals=maybe",
        "surprise=1",
        "q=%ff",
      })
  void a_log_query_that_is_not_understood_is_refused(String query) {
    Answer answer =
        client.get(
            "/api/v2/logs?" + query,
            "Authorization",
            "Bearer " + client.managementToken("read:logs"));

    assertThat(answer.verdict()).isEqualTo("400 Bad Request");
    assertThat(answer.json().get("statusCode").intValue()).isEqualTo(400);
    assertThat(answer.json().get("errorCode").textValue()).isEqualTo("invalid_query_string");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"per_page=100", "per_page=1", "per_page=0", "page=0", "take=100", "take=1"})
  void the_ends_of_each_range_are_accepted(String query) {
    Answer answer =
        client.get(
            "/api/v2/logs?" + query,
            "Authorization",
            "Bearer " + client.managementToken("read:logs"));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void the_management_api_requires_a_valid_token_with_the_scope() {
    String users = client.managementToken("read:users");
    String logs = client.managementToken("read:logs");
    Answer none = client.get("/api/v2/logs");
    Answer garbage = client.get("/api/v2/logs", "Authorization", "Bearer a.b.c");
    Answer tampered =
        client.get("/api/v2/logs", "Authorization", "Bearer " + logs.substring(0, 400) + "AAAA");
    Answer scope = client.get("/api/v2/logs", "Authorization", "Bearer " + users);
    String loginToken =
        client
            .token(with(login(ALICE, ALICE_PASSWORD), "audience", DemoTenant.API_AUDIENCE))
            .json()
            .get("access_token")
            .textValue();
    Answer audience = client.get("/api/v2/logs", "Authorization", "Bearer " + loginToken);

    clock.advance(Duration.ofDays(1));
    Answer expired = client.get("/api/v2/logs", "Authorization", "Bearer " + logs);

    assertThat(List.of(none, garbage, tampered, audience, expired))
        .extracting(Answer::verdict)
        .containsOnly("401 Unauthorized");
    assertThat(scope.verdict()).isEqualTo("403 Forbidden");
    assertThat(scope.json().get("message").textValue())
        .isEqualTo("Insufficient scope, expected any of: read:logs");
    assertThat(scope.json().get("errorCode").textValue()).isEqualTo("insufficient_scope");
  }

  @Test
  void user_blocks_are_shown_and_lifted() {
    for (int i = 0; i < 10; i++) {
      client.logIn(ALICE, "wrong", HERE);
    }
    String bearer = "Bearer " + client.managementToken("read:users update:users");
    String path = "/api/v2/user-blocks?identifier=" + Client.encoded(ALICE);

    Answer blocked = client.get(path, "Authorization", bearer);
    Answer lifted = client.delete(path, "Authorization", bearer);
    Answer free = client.get(path, "Authorization", bearer);

    assertThat(blocked.body())
        .isEqualTo(
            "{\"blocked_for\":[{\"identifier\":\"alice@example.com\",\"ip\":\"203.0.113.7\","
                + "\"connection\":\"Username-Password-Authentication\"}]}");
    assertThat(lifted.status()).isEqualTo(204);
    assertThat(lifted.body()).isEmpty();
    assertThat(free.body()).isEqualTo("{\"blocked_for\":[]}");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
    assertThat(emulator.tenant().logs())
        .extracting(LogEvent::type)
        .contains(LogType.BLOCK_RELEASED);
  }

  @ParameterizedTest
  @CsvSource({"alice@example.com, 1, scpr", "nobody@example.com, 0, fcpr"})
  void a_password_reset_is_answered_alike_but_mailed_only_to_users(
      String email, int mails, String type) {
    Answer answer =
        client.post(
            CHANGE_PASSWORD,
            "application/json",
            "{\"email\":\"" + email + "\",\"connection\":\"" + DemoTenant.CONNECTION + "\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).containsExactly("text/html; charset=utf-8");
    assertThat(answer.body()).isEqualTo("We've just sent you an email to reset your password.");
    assertThat(emulator.tenant().mails())
        .hasSize(mails)
        .extracting(SentMail::kind)
        .doesNotContain(SentMail.Kind.BLOCKED_ACCOUNT);
    assertThat(emulator.tenant().logs().getLast().type().code()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"email\":\"a@example.com\"}", "{\"email\":", "[]"})
  void a_password_reset_without_its_parameters_is_refused(String body) {
    Answer answer = client.post(CHANGE_PASSWORD, "application/json", body);

    assertThat(answer.status()).isEqualTo(400);
  }

  private static List<String> texts(Answer answer, String field) {
    return StreamSupport.stream(answer.json().spliterator(), false)
        .map(event -> event.get(field).textValue())
        .toList();
  }
}
