package dev.portcullis.bootstrap.traces;

import static dev.portcullis.bootstrap.traces.SpanReceiver.attribute;
import static dev.portcullis.bootstrap.traces.SpanReceiver.id;
import static dev.portcullis.bootstrap.traces.SpanReceiver.parent;
import static dev.portcullis.bootstrap.traces.SpanReceiver.trace;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.adapters.otel.OtlpSettings;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import io.opentelemetry.proto.trace.v1.Span;
import io.vavr.control.Option;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Traces of the real gateway before the emulated tenant, at a receiver on a real socket. */
@Timeout(60)
@Isolated
class TracesEndToEndTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final String OPEN_METRICS =
      "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3";

  private final Auth0Emulator tenant = EmulatedTenant.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final SpanReceiver receiver;

  TracesEndToEndTest() throws IOException {
    receiver = new SpanReceiver();
  }

  @AfterEach
  void stop() {
    LogSetup.apply(LogSetup.Format.AUTO, Level.INFO);
    receiver.close();
    tenant.close();
    http.close();
  }

  @Test
  void a_login_is_one_trace_with_its_intake_its_limits_and_the_tenants_own_request_id()
      throws Exception {
    try (Gateway.Running gateway = traced(receiver.url())) {
      assertThat(logIn(gateway, DemoTenant.ALICE_PASSWORD).statusCode()).isEqualTo(200);
    }

    Span request = receiver.named("POST /api/auth");
    Span login = receiver.named("provider login");
    assertThat(trace(request)).isEqualTo(TRACE);
    assertThat(parent(request)).isEqualTo(PARENT);
    for (Span part : new Span[] {receiver.named("intake"), receiver.named("limit"), login}) {
      assertThat(trace(part)).isEqualTo(TRACE);
      assertThat(parent(part)).isEqualTo(id(request));
      assertThat(part.getStartTimeUnixNano())
          .isBetween(request.getStartTimeUnixNano(), request.getEndTimeUnixNano());
    }
    assertThat(attribute(request, "http.response.status_code")).isEqualTo("200");
    assertThat(attribute(request, "portcullis.caller.request_id")).isEqualTo("from-the-proxy");
    assertThat(attribute(login, "portcullis.outcome")).isEqualTo("granted");
    assertThat(attribute(login, "portcullis.provider.request_id")).isNotEmpty();
    assertThat(receiver.spans()).hasSize(4);
  }

  @Test
  void a_renewal_and_a_reset_are_traced_to_the_call_at_the_tenant() throws Exception {
    String token;
    try (Gateway.Running gateway = traced(receiver.url())) {
      token =
          json(post(
                  gateway,
                  "/api/auth",
                  Map.of(
                      "username",
                      DemoTenant.ALICE,
                      "password",
                      DemoTenant.ALICE_PASSWORD,
                      "scope",
                      "openid offline_access")))
              .path("refresh_token")
              .asText();
      post(gateway, "/api/auth/refresh", Map.of("refresh_token", token));
      post(gateway, "/api/auth/revoke", Map.of("refresh_token", token));
      post(gateway, "/api/auth/password-reset", Map.of("username", DemoTenant.ALICE));
    }

    assertThat(parent(receiver.named("provider refresh")))
        .isEqualTo(id(receiver.named("POST /api/auth/refresh")));
    assertThat(parent(receiver.named("provider revoke")))
        .isEqualTo(id(receiver.named("POST /api/auth/revoke")));
    // It is started after the answer, on another thread.
    assertThat(parent(receiver.named("provider reset")))
        .isEqualTo(id(receiver.named("POST /api/auth/password-reset")));
    assertThat(receiver.raw()).doesNotContain(token);
  }

  @Test
  void no_user_name_no_address_no_password_and_no_token_is_sent() throws Exception {
    String token;
    try (Gateway.Running gateway = traced(receiver.url())) {
      token = json(logIn(gateway, DemoTenant.ALICE_PASSWORD)).path("access_token").asText();
      logIn(gateway, "a wrong password");
      post(gateway, "/api/auth?password=in-the-query", Map.of("username", "a@b.example"));
      post(gateway, "/ada@example.com", Map.of());
    }

    assertThat(token).isNotEmpty();
    assertThat(receiver.spans()).hasSizeGreaterThan(8);
    assertThat(receiver.raw())
        .doesNotContain(
            DemoTenant.ALICE,
            DemoTenant.ALICE_PASSWORD,
            "a wrong password",
            "in-the-query",
            "a@b.example",
            "ada@example.com",
            "203.0.113.7",
            "127.0.0.1",
            token,
            DemoTenant.GATEWAY_CLIENT_ID,
            DemoTenant.GATEWAY_CLIENT_SECRET);
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "TEXT"})
  void the_log_has_the_trace_and_the_id_that_the_proxy_gave(LogSetup.Format format)
      throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    LogSetup.apply(format, Level.INFO, Channels.newChannel(log));
    try (Gateway.Running gateway = traced(receiver.url())) {
      logIn(gateway, DemoTenant.ALICE_PASSWORD);
    }
    LogSetup.flush();

    String line =
        log.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(it -> it.contains("authn_login_success"))
            .findFirst()
            .orElseThrow();
    assertThat(line)
        .contains("trace.id", TRACE, "span.id", id(receiver.named("POST /api/auth")))
        .contains("portcullis.caller.request_id", "from-the-proxy");
    if (format == LogSetup.Format.JSON) {
      assertThat(new ObjectMapper().readTree(line).path("trace.id").asText()).isEqualTo(TRACE);
    }
  }

  @Test
  void the_histograms_name_a_trace_to_a_scraper_that_reads_open_metrics() throws Exception {
    try (Gateway.Running gateway = traced(receiver.url())) {
      logIn(gateway, DemoTenant.ALICE_PASSWORD);

      HttpResponse<String> open = metrics(gateway, OPEN_METRICS);
      HttpResponse<String> text = metrics(gateway, "text/plain");

      assertThat(open.headers().firstValue("Content-Type").orElse(""))
          .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
      assertThat(open.body()).endsWith("# EOF\n");
      for (String name :
          new String[] {"portcullis_logins_seconds", "portcullis_provider_calls_seconds"}) {
        assertThat(open.body())
            .containsPattern(
                name
                    + "_bucket\\{.*\\} 1(\\.0)? # \\{span_id=\"[0-9a-f]{16}\",trace_id=\""
                    + TRACE);
      }
      assertThat(text.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
      assertThat(text.body()).doesNotContain("trace_id").contains("portcullis_traces_lost_total");
    }
  }

  @Test
  void without_traces_no_measurement_names_one() throws Exception {
    try (Gateway.Running gateway =
        ProductionComponent.gateway(EmulatedTenant.settings(tenant)).start()) {
      logIn(gateway, DemoTenant.ALICE_PASSWORD);

      String open = metrics(gateway, OPEN_METRICS).body();

      assertThat(open)
          .contains("portcullis_logins_seconds_bucket")
          .doesNotContain("trace_id", "portcullis_traces_lost");
    }
  }

  @Test
  void a_receiver_that_never_answers_slows_no_login_and_its_spans_are_counted() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Gateway.Running gateway = traced(URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
      logIn(gateway, DemoTenant.ALICE_PASSWORD);
      Duration slowest = Duration.ZERO;
      for (int i = 0; i < 20; i++) {
        long began = System.nanoTime();
        assertThat(logIn(gateway, DemoTenant.ALICE_PASSWORD).statusCode()).isEqualTo(200);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
      }

      assertThat(slowest).isLessThan(Duration.ofSeconds(3));
      assertThat(lostInTime(gateway, 4)).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void a_receiver_that_is_away_slows_no_login_and_its_spans_are_counted() throws Exception {
    try (Gateway.Running gateway =
        traced(URI.create("http://127.0.0.1:" + EmulatedTenant.freePort()))) {
      assertThat(logIn(gateway, DemoTenant.ALICE_PASSWORD).statusCode()).isEqualTo(200);

      assertThat(lostInTime(gateway, 4)).isEqualTo(4);
      assertThat(logIn(gateway, DemoTenant.ALICE_PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  private Gateway.Running traced(URI url) {
    Settings settings = EmulatedTenant.settings(tenant);
    return ProductionComponent.gateway(
            settings.withTraces(Option.some(OtlpSettings.of(url).withRatio(1))))
        .start();
  }

  private HttpResponse<String> logIn(Gateway.Running gateway, String password) throws Exception {
    return post(gateway, "/api/auth", Map.of("username", DemoTenant.ALICE, "password", password));
  }

  private HttpResponse<String> post(
      Gateway.Running gateway, String path, Map<String, String> fields) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", "203.0.113.7")
            .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
            .header("X-Request-Id", "from-the-proxy")
            .POST(BodyPublishers.ofString(new ObjectMapper().writeValueAsString(fields)))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  private HttpResponse<String> metrics(Gateway.Running gateway, String accept) throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.operatorsPort() + "/metrics"))
            .header("Accept", accept)
            .build(),
        BodyHandlers.ofString());
  }

  /** How many spans were not sent, once there are that many, or after 30 s. */
  private double lostInTime(Gateway.Running gateway, int number) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (lost(gateway, "not-sent") < number && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    return lost(gateway, "not-sent");
  }

  private double lost(Gateway.Running gateway, String reason) throws Exception {
    Matcher sample =
        Pattern.compile("portcullis_traces_lost_total\\{reason=\"" + reason + "\"\\} ([0-9.E]+)")
            .matcher(metrics(gateway, "text/plain").body());
    assertThat(sample.find()).isTrue();
    return Double.parseDouble(sample.group(1));
  }
}
