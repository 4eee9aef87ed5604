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
import dev.portcullis.doctor.port.TenantReader.Subject;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.doctor.tenant.TenantSnapshot.BruteForce;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import dev.portcullis.doctor.tenant.TenantSnapshot.OrganizationUsage;
import dev.portcullis.doctor.tenant.TenantSnapshot.SuspiciousIp;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of answers that leave fields out, and of lists that have more than one page. */
@Timeout(60)
class Auth0TenantReaderTest extends TenantFixture {

  private static final String ID = "id-1";
  private static final String AUDIENCE = "https://api.example.com";

  /** Answers by the start of their path behind {@code /api/v2/}; the others are 404. */
  private final Map<String, Function<Received, String>> answers = new HashMap<>();

  private final ScriptedServer tenant =
      answering(
          request ->
              request.requestLine().contains("/oauth/token")
                  ? answer(200, "{\"access_token\":\"token-1\",\"token_type\":\"Bearer\"}")
                  : answers.entrySet().stream()
                      .filter(it -> path(request).startsWith(it.getKey()))
                      .findFirst()
                      .map(it -> answer(200, it.getValue().apply(request)))
                      .orElse(answer(404, "{\"statusCode\":404}")));

  private final Auth0Management management =
      closedLater(
          Auth0Management.open(
              ManagementSettings.of(
                      tenant.uri(), Auth0Fixtures.CLIENT_ID, new ClientSecret(Auth0Fixtures.SECRET))
                  .withTransport(transport(Duration.ofSeconds(15))),
              defaultTls(),
              clock,
              time -> {}));

  /** The path behind {@code /api/v2/}, and the query. */
  private static String path(Received request) {
    return request.requestLine().split(" ", -1)[1].substring("/api/v2/".length());
  }

  private void has(String path, String body) {
    answers.put(path, request -> body);
  }

  private TenantSnapshot read() {
    return management.tenantReader().read(new Subject(ID, Option.none(), Option.of(AUDIENCE)));
  }

  private Application application(String more) {
    has("clients/" + ID, "{\"client_id\":\"id-1\",\"name\":\"Login gateway\"" + more + "}");
    return read().get(TenantFact.APPLICATION).get().get();
  }

  /** Every call gets a token and is then refused. */
  @Test
  void a_fact_that_may_not_be_read_names_its_own_scope() {
    ScriptedServer refusing =
        answering(
            request ->
                request.requestLine().contains("/oauth/token")
                    ? answer(200, "{\"access_token\":\"token-1\",\"token_type\":\"Bearer\"}")
                    : answer(
                        403,
                        "{\"statusCode\":403,\"errorCode\":\"insufficient_scope\","
                            + "\"message\":\"Insufficient scope, expected any of: read:x\"}"));
    TenantSnapshot read =
        closedLater(
                Auth0Management.open(
                    ManagementSettings.of(
                            refusing.uri(),
                            Auth0Fixtures.CLIENT_ID,
                            new ClientSecret(Auth0Fixtures.SECRET))
                        .withTransport(transport(Duration.ofSeconds(15))),
                    defaultTls(),
                    clock,
                    time -> {}))
            .tenantReader()
            .read(new Subject(ID, Option.none(), Option.of(AUDIENCE)));

    Map<TenantFact<?>, String> scopes = new LinkedHashMap<>();
    scopes.put(TenantFact.APPLICATION, "read:clients");
    scopes.put(TenantFact.CONNECTIONS, "read:connections");
    scopes.put(TenantFact.DIRECTORY, "read:tenant_settings");
    scopes.put(TenantFact.API, "read:resource_servers");
    scopes.put(TenantFact.BRUTE_FORCE, "read:attack_protection");
    scopes.put(TenantFact.SUSPICIOUS_IP, "read:attack_protection");
    scopes.put(TenantFact.BREACHED_PASSWORDS, "read:attack_protection");
    scopes.put(TenantFact.BOT_DETECTION, "read:attack_protection");
    scopes.put(TenantFact.NETWORK_ACLS, "read:network_acls");
    scopes.put(TenantFact.CUSTOM_DOMAINS, "read:custom_domains");
    scopes.put(TenantFact.LOG_STREAMS, "read:log_streams");
    scopes.put(TenantFact.ACTIONS, "read:actions");
    scopes.put(TenantFact.TOKEN_QUOTA, "read:clients");
    assertThat(scopes)
        .allSatisfy(
            (fact, scope) ->
                assertThat(read.get(fact).getLeft())
                    .isEqualTo(new FactUnavailable.MissingScope(scope)));
  }

  @Test
  void an_application_is_nothing_that_its_answer_leaves_out() {
    Application read = application("");

    assertThat(read.ipHeaderTrusted()).isFalse();
    assertThat(read.method()).isEqualTo(AuthenticationMethod.UNSET);
    assertThat(read.grants()).isEmpty();
    assertThat(read.type()).isEmpty();
    assertThat(read.organizations()).isEqualTo(OrganizationUsage.DENY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | true
          false | false
          null  | false
          []    | false
          {}    | false
          """)
  void only_a_flag_that_is_true_makes_the_header_trusted(String value, boolean trusted) {
    Application read = application(",\"is_token_endpoint_ip_header_trusted\":" + value);

    assertThat(read.ipHeaderTrusted()).isEqualTo(trusted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "token_endpoint_auth_method":"none"                                      | NONE
          "token_endpoint_auth_method":"client_secret_post"                        | CLIENT_SECRET_POST
          "token_endpoint_auth_method":"client_secret_basic"                       | CLIENT_SECRET_BASIC
          "token_endpoint_auth_method":"something_new"                             | OTHER
          "token_endpoint_auth_method":""                                          | UNSET
          "token_endpoint_auth_method":null                                        | UNSET
          "token_endpoint_auth_method":null,"client_authentication_methods":null   | UNSET
          "client_authentication_methods":{}                                       | UNSET
          "client_authentication_methods":{"private_key_jwt":{}}                   | PRIVATE_KEY_JWT
          "client_authentication_methods":{"tls_client_auth":{}}                   | MUTUAL_TLS
          "client_authentication_methods":{"self_signed_tls_client_auth":{}}       | MUTUAL_TLS
          """)
  void how_an_application_authenticates_is_read(String field, AuthenticationMethod method) {
    assertThat(application("," + field).method()).isEqualTo(method);
  }

  @ParameterizedTest
  @CsvSource({"allow, ALLOW", "require, REQUIRE", "deny, DENY", "something_new, DENY"})
  void the_use_of_organizations_is_read(String word, OrganizationUsage usage) {
    Application read = application(",\"organization_usage\":\"" + word + "\"");

    assertThat(read.organizations()).isEqualTo(usage);
  }

  @Test
  void an_application_of_another_id_is_not_the_gateways() {
    has("clients/" + ID, "{\"client_id\":\"id-2\",\"name\":\"Another\"}");

    assertThat(read().get(TenantFact.APPLICATION)).isEqualTo(Either.right(Option.none()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"enabled\":null,\"shields\":null}", "{\"shields\":[null,1]}"})
  void a_protection_is_off_where_its_answer_leaves_fields_out(String body) {
    has("attack-protection/", body);

    TenantSnapshot read = read();

    BruteForce bruteForce = read.get(TenantFact.BRUTE_FORCE).get();
    SuspiciousIp suspicious = read.get(TenantFact.SUSPICIOUS_IP).get();
    assertThat(bruteForce.enabled()).isFalse();
    assertThat(bruteForce.shields()).isEmpty();
    assertThat(bruteForce.allowlist()).isEmpty();
    assertThat(bruteForce.mode()).isNotEqualTo("count_per_identifier_and_ip");
    assertThat(suspicious.enabled()).isFalse();
    assertThat(suspicious.shields()).isEmpty();
    assertThat(suspicious.allowlist()).isEmpty();
    assertThat(suspicious.maxAttempts()).isZero();
    assertThat(suspicious.rate()).isEqualTo(Duration.ZERO);
    assertThat(read.get(TenantFact.BREACHED_PASSWORDS).get().enabled()).isFalse();
    assertThat(read.get(TenantFact.BREACHED_PASSWORDS).get().shields()).isEmpty();
    assertThat(read.get(TenantFact.BOT_DETECTION).get().monitoring()).isFalse();
    assertThat(read.get(TenantFact.BOT_DETECTION).get().policy()).isNotEqualTo("never");
  }

  @Test
  void a_protection_is_read_from_its_own_answer() {
    has(
        "attack-protection/brute-force-protection",
        "{\"enabled\":true,\"shields\":[\"block\"],\"mode\":\"count_per_identifier\","
            + "\"allowlist\":[\"192.0.2.1\"],\"max_attempts\":7}");
    has(
        "attack-protection/suspicious-ip-throttling",
        "{\"enabled\":true,\"shields\":[\"block\",\"admin_notification\"],"
            + "\"allowlist\":[\"192.0.2.2\"],\"stage\":{"
            + "\"pre-login\":{\"max_attempts\":50,\"rate\":18000},"
            + "\"pre-user-registration\":{\"max_attempts\":9,\"rate\":9}}}");

    TenantSnapshot read = read();

    assertThat(read.get(TenantFact.BRUTE_FORCE).get())
        .isEqualTo(
            BruteForce.of(true, HashSet.of("block"))
                .withMode("count_per_identifier")
                .withAllowlist(Vector.of("192.0.2.1"))
                .withMaxAttempts(7));
    assertThat(read.get(TenantFact.SUSPICIOUS_IP).get())
        .isEqualTo(
            SuspiciousIp.of(true, HashSet.of("block", "admin_notification"))
                .withAllowlist(Vector.of("192.0.2.2"))
                .withLimit(50, Duration.ofSeconds(18)));
    assertThat(read.get(TenantFact.BREACHED_PASSWORDS).isLeft()).isTrue();
  }

  @Test
  void an_api_allows_no_refresh_tokens_where_its_answer_leaves_that_out() {
    has("resource-servers", "[{\"identifier\":\"" + AUDIENCE + "\"}]");

    assertThat(read().get(TenantFact.API).get().get().offlineAccess()).isFalse();
  }

  @Test
  void an_api_of_another_identifier_is_not_the_audience() {
    has("resource-servers", "[{\"identifier\":\"" + AUDIENCE + "/\"}]");

    assertThat(read().get(TenantFact.API)).isEqualTo(Either.right(Option.none()));
  }

  @Test
  void a_connection_has_no_switch_that_its_answer_leaves_out_and_no_application() {
    has("connections?", "[{\"id\":\"con_1\",\"name\":\"users\",\"strategy\":\"auth0\"}]");

    Connection read = read().get(TenantFact.CONNECTIONS).get().head();

    assertThat(read.bruteForceProtection()).isEmpty();
    assertThat(read.enabled()).isEqualTo(Either.right(false));
  }

  /** A page of the tenant's list of that many connections, {@code db-0} and so on. */
  private static String connections(Received request, int count) {
    int page = Integer.parseInt(path(request).replaceFirst(".*[&?]page=([0-9]+).*", "$1"));
    return IntStream.range(100 * page, Math.min(count, 100 * page + 100))
        .mapToObj(
            i -> "{\"id\":\"con_%d\",\"name\":\"db-%d\",\"strategy\":\"auth0\"}".formatted(i, i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 200, 201})
  void every_page_of_the_connections_is_read(int count) {
    answers.put("connections?", request -> connections(request, count));

    Seq<Connection> read = read().get(TenantFact.CONNECTIONS).get();

    assertThat(read.map(Connection::name))
        .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(i -> "db-" + i).toList());
  }

  @Test
  void an_application_on_a_later_page_may_use_the_connection() {
    has("connections?", "[{\"id\":\"con_1\",\"name\":\"users\",\"strategy\":\"auth0\"}]");
    answers.put(
        "connections/con_1/clients?",
        request ->
            switch (path(request).replaceFirst(".*&from=", "")) {
              case "second" -> "{\"clients\":[{\"client_id\":\"b\"}],\"next\":\"third\"}";
              case "third" -> "{\"clients\":[{\"client_id\":\"id-1\"}]}";
              default -> "{\"clients\":[{\"client_id\":\"a\"}],\"next\":\"second\"}";
            });

    Connection read = read().get(TenantFact.CONNECTIONS).get().head();

    assertThat(read.enabled()).isEqualTo(Either.right(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[\"a\",\"id-1\"] | true", "[\"a\",\"b\"] | false", "[] | false", "null | false"})
  void a_tenant_without_the_list_names_the_applications_at_the_connection(
      String clients, boolean enabled) {
    has(
        "connections?",
        "[{\"id\":\"con_1\",\"name\":\"users\",\"strategy\":\"auth0\",\"enabled_clients\":"
            + clients
            + "}]");

    Connection read = read().get(TenantFact.CONNECTIONS).get().head();

    assertThat(read.enabled()).isEqualTo(Either.right(enabled));
  }

  @Test
  void a_list_of_applications_without_an_end_is_not_read_for_ever() {
    has("connections?", "[{\"id\":\"con_1\",\"name\":\"users\",\"strategy\":\"auth0\"}]");
    has("connections/con_1/clients?", "{\"clients\":[{\"client_id\":\"a\"}],\"next\":\"again\"}");

    Connection read = read().get(TenantFact.CONNECTIONS).get().head();

    assertThat(read.enabled().getLeft().reason()).contains("more than 1000 applications");
  }

  private static String event(int number) {
    return "{\"log_id\":\"%05d\",\"date\":\"2026-01-15T10:00:00.000Z\",\"type\":\"sepft\"}"
        .formatted(number);
  }

  private static String events(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(Auth0TenantReaderTest::event)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @CsvSource({"0, 150", "99, 150", "100, 150", "101, 150", "150, 150", "151, 150", "300, 300"})
  void the_log_behind_a_checkpoint_is_read_page_by_page_up_to_the_most(int count, int most) {
    answers.put(
        "logs?from=",
        request -> {
          String[] words = path(request).split("[=&]", -1);
          int from = Integer.parseInt(words[1]);
          return events(from + 1, Math.min(count, from + Integer.parseInt(words[3])) + 1);
        });

    List<String> ids =
        management.tenantLogs().after("00000", most).get().map(LogEvent::id).asJava();

    assertThat(ids)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, Math.min(count, most)).mapToObj("%05d"::formatted).toList());
  }

  @Test
  void a_user_is_found_however_the_name_is_spelled() {
    List<String> queries = new ArrayList<>();
    answers.put(
        "logs?sort=",
        request -> {
          queries.add(URLDecoder.decode(path(request), StandardCharsets.UTF_8));
          return "["
              + event(1).replace("}", ",\"user_name\":\"ada@example.com\"}")
              + ","
              + event(2).replace("}", ",\"user_name\":\"bob@example.com\"}")
              + "]";
        });

    var found = management.tenantLogs().newest(LogQuery.logins("").by("Ada@Example.com"), 10).get();

    assertThat(queries).hasSize(1);
    assertThat(queries.getFirst())
        .contains("user_name:(\"Ada@Example.com\" OR \"ada@example.com\")");
    assertThat(found.map(LogEvent::userName)).containsExactly("ada@example.com");
  }

  @ParameterizedTest
  @CsvSource({"0, 150", "99, 150", "100, 150", "101, 150", "151, 150", "2000, 1500"})
  void the_newest_events_are_read_page_by_page_up_to_the_most(int count, int most) {
    answers.put(
        "logs?sort=",
        request -> {
          int page = Integer.parseInt(path(request).replaceFirst(".*&page=([0-9]+).*", "$1"));
          return events(100 * page, Math.min(count, 100 * page + 100));
        });
    LogQuery query = LogQuery.logins("");

    int read = management.tenantLogs().newest(query, most).get().size();

    assertThat(read).isEqualTo(Math.min(count, Math.min(most, 1000)));
  }

  @Test
  void an_event_that_moves_to_the_next_page_while_pages_are_read_is_there_once() {
    answers.put(
        "logs?sort=",
        request -> path(request).contains("&page=0") ? events(0, 100) : events(98, 160));

    List<String> ids =
        management.tenantLogs().newest(LogQuery.logins(""), 1000).get().map(LogEvent::id).asJava();

    assertThat(ids).hasSize(160).doesNotHaveDuplicates();
  }
}
