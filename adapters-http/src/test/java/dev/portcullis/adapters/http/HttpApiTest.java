package dev.portcullis.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.http.admin.AdminEndpoints;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiTest {

  private static final String JSON = "{\"username\":\"ada@example.com\",\"password\":\"secret-7\"}";
  private static final Map<String, String> AS_JSON =
      HashMap.of("Content-Type", "application/json", "X-Forwarded-For", "198.51.100.7");

  private static final Reply EMPTY = Reply.file("text/plain", new byte[0]);

  private final AtomicInteger ids = new AtomicInteger();
  private final RecordingJournal journal = new RecordingJournal();
  private final List<LoginAttempt> attempts = new ArrayList<>();
  private final HttpApi api = api(CallerChoices.NONE);

  private HttpApi api(CallerChoices choices) {
    ClientAddresses addresses =
        new ClientAddresses(
            "public",
            new AddressSettings(
                ClientAddressPolicy.behind(
                        IpRangeSet.of(Vector.of(IpRange.parse("127.0.0.0/8").get())))
                    .withPrivateResult(new PrivateResult.Allow()),
                "v1",
                TraceMode.OFF,
                Option.none()),
            journal);
    return HttpApi.builder(this::nextId, new RequestIntake(addresses, journal))
        .login(this::logIn, choices)
        .description()
        .build();
  }

  private static Endpoint bytes(String method, String path, int limit) {
    return new Endpoint(method, path, new Endpoint.Content.Bytes(limit), (request, id) -> EMPTY);
  }

  private RequestId nextId() {
    return new RequestId("request-" + ids.incrementAndGet());
  }

  private LoginOutcome logIn(LoginAttempt attempt) {
    attempts.add(attempt);
    if (attempt.credentials().password().reveal().equals("defect")) {
      throw new IllegalStateException("defect with secret-7");
    }
    return new LoginOutcome.WrongCredentials();
  }

  @Test
  void a_login_in_json_and_one_in_a_form_reach_the_use_case_alike() {
    Reply json = api.answer(login(JSON, AS_JSON));
    Reply form =
        api.answer(
            login(
                "username=ada%40example.com&password=secret-7",
                AS_JSON.put("Content-Type", "application/x-www-form-urlencoded")));

    assertThat(json.status()).isEqualTo(403);
    assertThat(form.status()).isEqualTo(403);
    assertThat(attempts)
        .extracting(it -> it.client() + " " + it.credentials().password().reveal())
        .containsExactly("198.51.100.7 secret-7", "198.51.100.7 secret-7");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /api/auth,     405, method-not-allowed",
    "PUT,  /api/auth,     405, method-not-allowed",
    "HEAD, /api/auth,     405, method-not-allowed",
    "post, /api/auth,     405, method-not-allowed",
    "POST, /openapi.yaml, 405, method-not-allowed",
    "POST, /api/auth/,    404, not-found",
    "POST, /API/auth,     404, not-found",
    "POST, /api/%61uth,   404, not-found",
    "POST, /,             404, not-found",
    "GET,  /metrics,      404, not-found",
    "GET,  /health/ready, 404, not-found",
  })
  void other_paths_and_methods_are_problems(String method, String path, int status, String slug) {
    Reply reply = api.answer(request(method, path, "", AS_JSON));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(text(reply)).contains("/problems/" + slug + "\"");
    assertThat(header(reply, "Content-Type")).containsExactly("application/problem+json");
    assertThat(attempts).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "/"})
  void options_of_the_server_itself_needs_no_address(String path) {
    Reply reply = api.answer(request("OPTIONS", path, "", HashMap.empty()));

    assertThat(reply.status()).isEqualTo(204);
    assertThat(header(reply, "Allow")).containsExactly("OPTIONS");
    assertThat(header(reply, "X-Request-Id")).hasSize(1);
    assertThat(reply.body()).isEmpty();
    assertThat(journal.events()).isEmpty();
  }

  @Test
  void a_wrong_method_is_answered_with_those_that_the_path_has() {
    HttpApi two =
        HttpApi.of(
            this::nextId,
            List.of(
                Endpoint.get("/a", (request, id) -> Reply.of(200, "text/plain", new byte[0])),
                Endpoint.post(
                    "/a",
                    new Endpoint.Content.None(),
                    (request, id) -> Reply.of(200, "text/plain", new byte[0]))));

    Reply reply = two.answer(request("DELETE", "/a", "", HashMap.empty()));

    assertThat(reply.status()).isEqualTo(405);
    assertThat(header(reply, "Allow")).containsExactly("GET, POST");
  }

  @Test
  void a_head_is_answered_like_its_get() {
    Reply get = api.answer(request("GET", "/openapi.yaml", "", HashMap.empty()));
    Reply head = api.answer(request("HEAD", "/openapi.yaml", "", HashMap.empty()));

    assertThat(get.status()).isEqualTo(200);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEqualTo(get.body());
  }

  @Test
  void the_description_names_no_provider() {
    Reply reply = api.answer(request("GET", "/openapi.yaml", "", HashMap.empty()));

    assertThat(new String(reply.body(), UTF_8)).doesNotContainIgnoringCase("auth0");
  }

  @Test
  void two_endpoints_of_one_method_and_path_are_refused() {
    Endpoint endpoint =
        Endpoint.get("/a", (request, id) -> Reply.of(200, "text/plain", new byte[0]));

    assertThatThrownBy(() -> HttpApi.of(this::nextId, List.of(endpoint, endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("endpoints: GET /a twice (expected: each method of a path once)");
  }

  @Test
  void a_path_takes_the_largest_body_of_its_endpoints_and_never_less_than_the_usual() {
    int usual = RequestIntake.MAX_BODY_BYTES;
    HttpApi limits =
        HttpApi.of(
            this::nextId,
            List.of(
                bytes("PUT", "/large", 3 * usual),
                bytes("POST", "/large", 2 * usual),
                bytes("POST", "/small", 1),
                Endpoint.get("/plain", (request, id) -> EMPTY)));

    assertThat(limits.bodyLimit("/large")).isEqualTo(3 * usual);
    assertThat(limits.bodyLimit("/small")).isEqualTo(usual);
    assertThat(limits.bodyLimit("/plain")).isEqualTo(usual);
    assertThat(limits.bodyLimit("/unknown")).isEqualTo(usual);
  }

  @Test
  void a_request_whose_address_is_unknown_reaches_no_use_case() {
    Reply reply = api.answer(login(JSON, AS_JSON.put("X-Forwarded-For", "unknown")));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(text(reply))
        .contains("/problems/address-unknown\"")
        .contains("\"reason\":\"unidentified-entry\"");
    assertThat(attempts).isEmpty();
    assertThat(journal.refusals())
        .extracting(GatewayEvent.RequestRefused::reason)
        .containsExactly(RejectionReason.UNIDENTIFIED_ENTRY);
  }

  @Test
  void a_body_of_the_greatest_size_is_read_and_a_larger_one_refused() {
    String padded = JSON + " ".repeat(RequestIntake.MAX_BODY_BYTES - JSON.length());

    Reply greatest = api.answer(login(padded, AS_JSON));
    Reply larger = api.answer(login(padded + " ", AS_JSON));

    assertThat(greatest.status()).isEqualTo(403);
    assertThat(larger.status()).isEqualTo(413);
    assertThat(text(larger)).contains("/problems/too-large\"");
    assertThat(header(larger, "Connection")).containsExactly("close");
    assertThat(attempts).hasSize(1);
    assertThat(journal.httpRefusals())
        .containsExactly(new GatewayEvent.HttpRefused("public", HttpRefusal.BODY_TOO_LARGE));
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type,     text/plain",
    "Content-Type,     application/json; charset=utf-16",
    "Content-Type,     multipart/form-data; boundary=x",
    "Content-Encoding, gzip",
  })
  void another_type_of_body_is_refused(String header, String value) {
    Reply reply = api.answer(login(JSON, AS_JSON.put(header, value)));

    assertThat(reply.status()).isEqualTo(415);
    assertThat(text(reply)).contains("/problems/unsupported-media-type\"");
    assertThat(attempts).isEmpty();
  }

  @Test
  void a_body_that_ends_early_reaches_no_use_case_and_closes_the_connection() {
    GatewayRequest broken =
        new GatewayRequest(
            "POST",
            "/api/auth",
            "",
            origin(AS_JSON),
            limit -> {
              throw new IOException("secret-7");
            });

    Reply reply = api.answer(broken);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(text(reply)).contains("/problems/body-incomplete\"").doesNotContain("secret-7");
    assertThat(header(reply, "Connection")).containsExactly("close");
    assertThat(attempts).isEmpty();
    assertThat(journal.httpRefusals())
        .containsExactly(new GatewayEvent.HttpRefused("public", HttpRefusal.BODY_INCOMPLETE));
  }

  @Test
  void fields_that_are_not_valid_are_all_listed_and_no_value_is_repeated() {
    Reply reply =
        api.answer(
            login("{\"username\":\"\",\"audience\":\"secret-7\",\"realm\":\"secret-7\"}", AS_JSON));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(text(reply))
        .contains("\"field\":\"username\"")
        .contains("\"field\":\"password\"")
        .contains("\"field\":\"audience\"")
        .contains("\"field\":\"realm\"")
        .doesNotContain("secret-7");
  }

  @Test
  void callers_choose_what_the_operator_lists() {
    HttpApi choosing =
        api(new CallerChoices(HashSet.of("https://api"), HashSet.empty(), HashSet.empty()));

    Reply reply =
        choosing.answer(login(JSON.replace("}", ",\"audience\":\"https://api\"}"), AS_JSON));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(attempts.getFirst().request().audience()).containsExactly("https://api");
  }

  @Test
  void a_defect_is_answered_without_its_message_and_the_next_request_is_served() {
    Reply defect = api.answer(login(JSON.replace("secret-7", "defect"), AS_JSON));
    Reply next = api.answer(login(JSON, AS_JSON));

    assertThat(defect.status()).isEqualTo(500);
    assertThat(text(defect))
        .contains("/problems/internal-error\"")
        .doesNotContain("secret-7")
        .doesNotContain("Exception");
    assertThat(next.status()).isEqualTo(403);
  }

  @Test
  void every_reply_has_the_id_of_its_request() {
    Reply first = api.answer(login(JSON, AS_JSON));
    Reply second = api.answer(request("GET", "/unknown", "", AS_JSON));
    Reply third = api.refuse(HttpRefusal.MALFORMED);

    assertThat(header(first, "X-Request-Id")).containsExactly("request-1");
    assertThat(header(second, "X-Request-Id")).containsExactly("request-2");
    assertThat(header(third, "X-Request-Id")).containsExactly("request-3");
  }

  @ParameterizedTest
  @EnumSource
  void what_a_server_refuses_gets_a_problem_and_is_recorded_once(HttpRefusal reason) {
    Reply reply = api.refuse(reason);

    assertThat(reply.status()).isEqualTo(reason.status());
    assertThat(text(reply)).contains("/problems/" + reason.code() + "\"");
    assertThat(journal.events()).containsExactly(new GatewayEvent.HttpRefused("public", reason));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /unknown,  Content-Type,      application/json, NOT_FOUND",
    "GET,  /api/auth, Content-Type,      application/json, METHOD_NOT_ALLOWED",
    "POST, /api/auth, Content-Type,      text/plain,       UNSUPPORTED_CONTENT",
    "POST, /api/auth, Content-Encoding,  gzip,             UNSUPPORTED_CONTENT",
    "POST, /api/auth, Sec-Fetch-Site,    cross-site,       CROSS_SITE",
  })
  void what_the_api_refuses_is_recorded_once(
      String method, String path, String header, String value, HttpRefusal reason) {
    api.answer(request(method, path, JSON, AS_JSON.put(header, value)));

    assertThat(journal.events()).containsExactly(new GatewayEvent.HttpRefused("public", reason));
  }

  @Test
  void a_login_that_reaches_the_use_case_is_no_refusal() {
    api.answer(login(JSON, AS_JSON));

    assertThat(journal.httpRefusals()).isEmpty();
  }

  @Test
  void a_recorder_that_fails_changes_no_answer() {
    HttpApi failing =
        HttpApi.of(
            this::nextId,
            List.of(),
            reason -> {
              throw new IllegalStateException("the disk is full");
            });

    Reply reply = failing.answer(request("GET", "/unknown", "", HashMap.empty()));

    assertThat(reply.status()).isEqualTo(404);
  }

  @Test
  void the_admin_listener_serves_health_metrics_and_pages_and_no_login() {
    Readiness readiness = new Readiness();
    HttpApi admin =
        HttpApi.of(
            this::nextId,
            AdminEndpoints.health(readiness)
                .append(AdminEndpoints.metrics(() -> "a_metric 1\n"))
                .append(AdminEndpoints.page("/doctor", "p {}", () -> "<p>fine")));

    assertThat(get(admin, "/health/ready").status()).isEqualTo(503);
    readiness.set(true);
    assertThat(text(get(admin, "/health/ready"))).isEqualTo("{\"status\":\"UP\"}");
    readiness.warn("one", Vector.of("one \"thing\""));
    readiness.warn("two", Vector.of("gone"));
    readiness.warn("two", Vector.empty());
    assertThat(text(get(admin, "/health/ready")))
        .isEqualTo("{\"status\":\"UP\",\"warnings\":[\"one \\\"thing\\\"\"]}");
    readiness.set(false);
    assertThat(text(get(admin, "/health/ready")))
        .isEqualTo("{\"status\":\"OUT_OF_SERVICE\",\"warnings\":[\"one \\\"thing\\\"\"]}");
    assertThat(text(get(admin, "/health/live"))).isEqualTo("{\"status\":\"UP\"}");
    assertThat(text(get(admin, "/metrics"))).isEqualTo("a_metric 1\n");
    assertThat(text(get(admin, "/doctor"))).isEqualTo("<p>fine");
    // The SHA-256 of "p {}".
    assertThat(get(admin, "/doctor").headers().map(Reply.Header::value))
        .contains(
            "default-src 'none'; style-src 'sha256-SNJDlN1Iy2mnt7DOjQIyDb2LQE6O5PQiSZomcdzawQ4=';"
                + " base-uri 'none'; frame-ancestors 'none'");
    assertThat(get(admin, "/api/auth").status()).isEqualTo(404);
  }

  @Test
  void the_admin_listener_lists_what_it_has_as_a_page_for_browsers_and_as_json() {
    HttpApi admin =
        HttpApi.of(
            this::nextId,
            AdminEndpoints.withIndex(
                AdminEndpoints.health(new Readiness())
                    .append(AdminEndpoints.metrics(() -> ""))
                    .append(AdminEndpoints.text("/own", "text/plain", () -> ""))));

    Reply json = get(admin, "/");
    Reply page =
        admin.answer(
            request(
                "GET", "/", "", HashMap.of("Accept", "text/html,application/xml;q=0.9,*/*;q=0.8")));

    assertThat(text(json))
        .startsWith("{\"/health/live\":\"")
        .contains("\"/health/ready\":", "\"/metrics\":")
        .doesNotContain("/doctor", "/own");
    assertThat(json.headers()).contains(new Reply.Header("Content-Type", "application/json"));
    assertThat(text(page)).contains("<a href=\"/health/ready\">", "Prometheus", "</html>");
    assertThat(page.headers())
        .contains(new Reply.Header("Content-Type", "text/html; charset=utf-8"));
  }

  private static Reply get(HttpApi api, String path) {
    return api.answer(request("GET", path, "", HashMap.empty()));
  }

  private static GatewayRequest login(String body, Map<String, String> headers) {
    return request("POST", "/api/auth", body, headers);
  }

  private static GatewayRequest request(
      String method, String path, String body, Map<String, String> headers) {
    byte[] bytes = body.getBytes(UTF_8);
    return new GatewayRequest(
        method,
        path,
        "",
        origin(headers),
        limit -> Arrays.copyOf(bytes, Math.min(limit, bytes.length)));
  }

  private static RequestOrigin origin(Map<String, String> headers) {
    return new RequestOrigin(
        new Peer.Inet(IpAddress.parse("127.0.0.1").get()),
        Option.none(),
        name -> headers.get(name).map(Vector::of).getOrElse(Vector.empty()));
  }

  private static String text(Reply reply) {
    return new String(reply.body(), UTF_8);
  }

  private static Vector<String> header(Reply reply, String name) {
    return reply.headers().filter(it -> it.name().equals(name)).map(Reply.Header::value).toVector();
  }
}
