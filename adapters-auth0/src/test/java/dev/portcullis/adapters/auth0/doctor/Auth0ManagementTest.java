package dev.portcullis.adapters.auth0.doctor;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.defaultTls;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.transport;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.TenantFixture;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.remedy.Change.Patch;
import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.Edit;
import dev.portcullis.doctor.remedy.Edit.Value;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doctor's calls on the wire, and what a person reads about those that fail. */
@Timeout(60)
class Auth0ManagementTest extends TenantFixture {

  private static final Patch CHANGE =
      new Patch(
          new Target.OfApplication("id/1", "Login gateway"),
          Vector.of(new Edit("a.b", new Value.Flag(true), new Value.Flag(false))));

  @Test
  void a_read_is_this_request_after_one_for_a_token() {
    ScriptedServer tenant = withToken(request -> answer(200, "[]"));

    read(open(tenant, Duration.ofSeconds(15)));

    List<Received> requests = tenant.requests();
    assertThat(requests).hasSize(2);
    assertThat(requests.get(0).requestLine()).isEqualTo("POST /oauth/token HTTP/1.1");
    assertThat(requests.get(0).header("authorization")).isEmpty();
    assertThat(requests.get(0).body())
        .isEqualTo(
            "grant_type=client_credentials&audience=http%3A%2F%2Flocalhost%3A"
                + tenant.port()
                + "%2Fapi%2Fv2%2F&client_id="
                + Auth0Fixtures.CLIENT_ID
                + "&client_secret="
                + Auth0Fixtures.SECRET);
    assertThat(requests.get(1).requestLine()).startsWith("GET /api/v2/logs?sort=date%3A-1&");
    assertThat(requests.get(1).header("authorization")).containsExactly("Bearer token-1");
    assertThat(requests.get(1).header("content-type")).isEmpty();
    assertThat(requests.get(1).header("content-length")).isEmpty();
  }

  @Test
  void a_write_is_one_json_patch() {
    ScriptedServer tenant = withToken(request -> answer(200, "{}"));

    Option<String> problem = open(tenant, Duration.ofSeconds(15)).tenantEditor().make(CHANGE);

    Received request = tenant.requests().get(1);
    assertThat(problem).isEmpty();
    assertThat(tenant.requests()).hasSize(2);
    assertThat(request.requestLine()).isEqualTo("PATCH /api/v2/clients/id%2F1 HTTP/1.1");
    assertThat(request.header("authorization")).containsExactly("Bearer token-1");
    assertThat(request.header("content-type")).containsExactly("application/json");
    assertThat(request.body()).isEqualTo("{\"a\":{\"b\":false}}");
  }

  @Test
  void several_changes_of_one_object_are_in_one_body() {
    ScriptedServer tenant = withToken(request -> answer(200, "{}"));
    Patch change =
        new Patch(
            new Target.OfTenant(),
            Vector.of(
                new Edit("a.b.c", new Value.Unset(), new Value.Text("one")),
                new Edit("a.b.d", new Value.Count(1), new Value.Count(2)),
                new Edit("a.e", new Value.Unset(), new Value.Texts(Vector.of("x", "y"))),
                new Edit("f", new Value.Text("old"), new Value.Unset())));

    Option<String> problem = open(tenant, Duration.ofSeconds(15)).tenantEditor().make(change);

    assertThat(problem).isEmpty();
    assertThat(tenant.requests().get(1).requestLine())
        .isEqualTo("PATCH /api/v2/tenants/settings HTTP/1.1");
    assertThat(tenant.requests().get(1).body())
        .isEqualTo("{\"a\":{\"b\":{\"c\":\"one\",\"d\":2},\"e\":[\"x\",\"y\"]},\"f\":null}");
  }

  @Test
  void a_tenant_that_refuses_every_token_gets_one_request_for_each_read() {
    ScriptedServer tenant = withToken(request -> answer(401, "{\"statusCode\":401}"));
    Auth0Management management = open(tenant, Duration.ofSeconds(15));

    List<String> problems = List.of(read(management), read(management));

    assertThat(problems).containsOnly("the Management API: the token is refused (401)");
    assertThat(tenant.requests())
        .extracting(request -> request.requestLine().split("[ ?]", -1)[1])
        .containsExactly("/oauth/token", "/api/v2/logs", "/oauth/token", "/api/v2/logs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | {"error":"access_denied"}       | 401 access_denied: compare management.client-id
          401 | {"error":"invalid_client"}      | 401 invalid_client: compare management.client-id
          401 |                                 | 401 no error code: compare management.client-id
          403 | {"error":"access_denied"}       | 403 access_denied: authorize the application
          403 | {"error":"unauthorized_client"} | 403 unauthorized_client: authorize the application
          429 | {"error":"too_many_requests"}   | the rate limit is reached (429)
          418 | {"error":"Some Sentence."}      | 418 no error code
          503 |                                 | 503 no error code
          """)
  void why_there_is_no_token_is_explained(int status, @Nullable String body, String explanation) {
    ScriptedServer tenant = answering(request -> answer(status, body == null ? "" : body));
    Auth0Management management = open(tenant, Duration.ofSeconds(15));

    List<String> problems = List.of(read(management), management.tenantEditor().make(CHANGE).get());

    assertThat(problems)
        .allSatisfy(it -> assertThat(it).startsWith("no Management API token: " + explanation));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          insufficient_scope       | Insufficient scope, expected any of: read:logs          | MissingScope
                                   | Insufficient scope, expected any of: read:logs          | MissingScope
          insufficient_scope       | Bot Detection API is not enabled for this tenant.       | NotEnabled
                                   | This feature is not enabled for this tenant.            | NotEnabled
          insufficient_entitlement | Please upgrade your subscription to use bot detection   | NotEnabled
          operation_not_supported  | This operation is not supported.                        | NotEnabled
          insufficient_entitlement |                                                         | NotEnabled
          access_denied            | Forbidden                                               | NotAnswered
          insufficient_scope       |                                                         | NotAnswered
                                   |                                                         | NotAnswered
          """)
  void a_missing_scope_is_one_that_the_refusal_names(
      @Nullable String code, @Nullable String message, String why) {
    ScriptedServer tenant =
        withToken(
            request ->
                answer(
                    403,
                    "{\"statusCode\":403,\"errorCode\":\"%s\",\"message\":\"%s\"}"
                        .formatted(code == null ? "" : code, message == null ? "" : message)));

    FactUnavailable unavailable =
        open(tenant, Duration.ofSeconds(15))
            .tenantLogs()
            .newest(LogQuery.logins("id"), 1)
            .getLeft();

    assertThat(unavailable.getClass().getSimpleName()).isEqualTo(why);
    assertThat(unavailable.reason()).doesNotEndWith(" ");
  }

  @Test
  void a_refusal_that_is_no_json_is_no_missing_scope() {
    ScriptedServer tenant = withToken(request -> answer(403, "<html>a firewall's page</html>"));

    String problem = read(open(tenant, Duration.ofSeconds(15)));

    assertThat(problem).isEqualTo("the Management API: refused (403)");
  }

  @Test
  void a_tenant_that_cannot_be_reached_is_explained() {
    Auth0Management management = open(unreachable(), Duration.ofSeconds(15));

    assertThat(read(management))
        .isEqualTo("no Management API token: the tenant refuses the connection");
    assertThat(management.tenantEditor().make(CHANGE))
        .contains("no Management API token: the tenant refuses the connection");
  }

  @Test
  void a_tenant_that_does_not_answer_is_explained() {
    ScriptedServer tenant = answering(request -> SILENCE);

    assertThat(read(open(tenant, Duration.ofMillis(400))))
        .isEqualTo("no Management API token: the tenant did not answer in time");
  }

  @Test
  void a_write_without_an_answer_may_have_been_made() {
    ScriptedServer tenant = withToken(request -> HANG_UP);

    Option<String> problem = open(tenant, Duration.ofSeconds(15)).tenantEditor().make(CHANGE);

    assertThat(problem.get()).startsWith("the Management API: no answer; look again");
    assertThat(tenant.requests()).hasSize(2);
  }

  @Test
  void a_full_page_with_an_event_that_is_not_understood_is_not_the_last() {
    ScriptedServer tenant =
        withToken(
            request ->
                request.requestLine().matches("GET .*[?&](from=first|page=0)[& ].*")
                    ? answer(
                        200, events(1, 100).replaceFirst("\"type\":\"sepft\"", "\"type\":\"\""))
                    : answer(200, events(101, 102)));
    TenantLogs logs = open(tenant, Duration.ofSeconds(15)).tenantLogs();

    Seq<String> after = logs.after("first", 150).get().map(LogEvent::id);
    Seq<String> newest = logs.newest(LogQuery.logins("id"), 150).get().map(LogEvent::id);

    assertThat(after).hasSize(101).startsWith("2", "3").endsWith("100", "101", "102");
    assertThat(newest).hasSize(101).startsWith("2", "3").endsWith("100", "101", "102");
  }

  private static String events(int first, int last) {
    return Vector.rangeClosed(first, last)
        .map(
            id ->
                "{\"log_id\":\"%d\",\"date\":\"2026-01-15T10:30:00.000Z\",\"type\":\"sepft\","
                        .formatted(id)
                    + "\"client_id\":\"id\"}")
        .mkString("[", ",", "]");
  }

  /** A tenant that gives a token, and answers the other requests. */
  private ScriptedServer withToken(Function<Received, String> answers) {
    return answering(
        request ->
            request.requestLine().contains("/oauth/token")
                ? answer(200, "{\"access_token\":\"token-1\",\"token_type\":\"Bearer\"}")
                : answers.apply(request));
  }

  private Auth0Management open(ScriptedServer tenant, Duration callTimeout) {
    return closedLater(
        Auth0Management.open(
            ManagementSettings.of(
                    tenant.uri(), Auth0Fixtures.CLIENT_ID, new ClientSecret(Auth0Fixtures.SECRET))
                .withTransport(transport(callTimeout)),
            defaultTls(),
            clock,
            time -> {}));
  }

  /** The problem of a read, empty without one. */
  private static String read(Auth0Management management) {
    return management
        .tenantLogs()
        .newest(LogQuery.logins("id"), 1)
        .fold(unavailable -> unavailable.reason(), events -> "");
  }
}
