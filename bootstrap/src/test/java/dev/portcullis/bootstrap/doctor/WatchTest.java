package dev.portcullis.bootstrap.doctor;

import static dev.portcullis.bootstrap.doctor.EveryCheckTest.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.settings.DoctorSettings.Watch;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.domain.address.OriginSecret;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A gateway under load detects that the flag is switched off, and on again. */
@Timeout(180)
@Isolated
class WatchTest {

  private static final String TOKEN = "the-token-of-the-log-stream";

  /** A watch looks every second; a busy machine may take many times as long. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Between two questions: without it, they and the logins would take all processors. */
  private static final int PAUSE_MILLIS = 20;

  @TempDir private Path directory = Path.of(".");

  @Test
  void by_polling_it_is_reported_and_so_is_its_end() throws Exception {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant);
        Gateway.Running gateway = start(tenant, new Watch.Poll(Duration.ofSeconds(1)))) {

      offAndOnAgain(gateway, admin);
    }
  }

  @Test
  void by_log_stream_it_is_reported_and_so_is_its_end() throws Exception {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant);
        Gateway.Running gateway = start(tenant, new Watch.Stream(new OriginSecret(TOKEN)))) {
      admin.post(
          "/api/v2/log-streams",
          "{\"name\":\"watch\",\"type\":\"http\",\"sink\":{\"httpEndpoint\":\"http://127.0.0.1:"
              + gateway.port()
              + "/auth0/logs\",\"httpAuthorization\":\""
              + TOKEN
              + "\",\"httpContentFormat\":\"JSONLINES\"}}");

      offAndOnAgain(gateway, admin);
    }
  }

  private static void offAndOnAgain(Gateway.Running gateway, TenantAdmin admin) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    try (GatewayClient client = new GatewayClient(gateway.port());
        ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> load = users.submit(() -> logInUntil(enough, client));
      try {
        await(client, gateway, "result=\"same\"", "/metrics", true, load);
        assertThat(ready(client, gateway)).isEqualTo("{\"status\":\"UP\"}");

        admin.trust(false);
        await(client, gateway, "ignores auth0-forwarded-for", "/health/ready", true, load);
        admin.trust(true);
        await(client, gateway, "ignores auth0-forwarded-for", "/health/ready", false, load);
      } finally {
        enough.set(true);
      }

      assertThat(client.get(gateway.operatorsPort(), "/metrics"))
          .contains("portcullis_watch_total{result=\"ignored\"}", "portcullis_watch_differs 0");
      load.get();
    }
  }

  private static Void logInUntil(AtomicBoolean enough, GatewayClient client) throws Exception {
    for (int i = 0; !enough.get(); i++) {
      client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113." + i % 200);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return null;
  }

  private static void await(
      GatewayClient client, Gateway.Running gateway, String text, String path, boolean there)
      throws Exception {
    await(client, gateway, text, path, there, new CompletableFuture<>());
  }

  /**
   * Asks until the text is there, or no longer.
   *
   * @param load ends, and the waiting with it, only if it fails
   */
  private static void await(
      GatewayClient client,
      Gateway.Running gateway,
      String text,
      String path,
      boolean there,
      Future<?> load)
      throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    String answer = client.get(gateway.operatorsPort(), path);
    while (answer.contains(text) != there) {
      if (load.isDone()) {
        load.get();
      }
      assertThat(Instant.now()).as(path + " with " + text + ": " + there + answer).isBefore(end);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      answer = client.get(gateway.operatorsPort(), path);
    }
  }

  private static String ready(GatewayClient client, Gateway.Running gateway)
      throws IOException, InterruptedException {
    return client.get(gateway.operatorsPort(), "/health/ready");
  }

  @Test
  void an_unreadable_log_is_reported_and_the_gateway_stays_ready() throws Exception {
    TenantDefinition seed =
        TenantDefinition.demo().toBuilder()
            .application(
                TenantDefinition.demo()
                    .application(DemoTenant.MANAGEMENT_CLIENT_ID)
                    .orElseThrow()
                    .withManagementScopes("read:clients"))
            .build();
    try (Auth0Emulator tenant = tenant(seed);
        Gateway.Running gateway = start(tenant, new Watch.Poll(Duration.ofSeconds(1)));
        GatewayClient client = new GatewayClient(gateway.port())) {

      await(client, gateway, "read:logs", "/health/ready", true);

      assertThat(ready(client, gateway)).contains("\"status\":\"UP\"");
    }
  }

  @Test
  void without_the_token_nothing_is_accepted() throws Exception {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        Gateway.Running gateway = start(tenant, new Watch.Stream(new OriginSecret(TOKEN)));
        HttpClient http = HttpClient.newHttpClient()) {

      HttpResponse<String> none = post(http, gateway, "");
      HttpResponse<String> wrong = post(http, gateway, "another-clients-token");
      HttpResponse<String> right = post(http, gateway, TOKEN);

      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.body()).doesNotContain(TOKEN);
      assertThat(right.statusCode()).isEqualTo(204);
    }
  }

  @Test
  void without_a_watch_there_is_no_such_endpoint() throws Exception {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        Gateway.Running gateway = start(tenant, new Watch.Off());
        HttpClient http = HttpClient.newHttpClient()) {

      assertThat(post(http, gateway, TOKEN).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void operators_get_the_latest_findings() throws Exception {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant)) {
      admin.trust(false);
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());
      try (Gateway.Running gateway =
              ProductionComponent.gateway(
                      settings.withDoctor(settings.doctor().withEvery(Duration.ofHours(1))))
                  .start();
          GatewayClient client = new GatewayClient(gateway.port())) {

        await(client, gateway, "trust-header", "/doctor.json", true);

        assertThat(client.get(gateway.operatorsPort(), "/doctor"))
            .contains("<article id=\"trust-header\">", "Trust Token Endpoint IP Header");
        assertThat(
                new ObjectMapper()
                    .readTree(client.get(gateway.operatorsPort(), "/doctor.json"))
                    .path("status")
                    .asText())
            .isEqualTo("errors");
        assertThat(tenant.tenant().received())
            .noneMatch(request -> request.grantType().filter("password"::equals).isPresent());
      }
    }
  }

  private static HttpResponse<String> post(HttpClient http, Gateway.Running gateway, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/auth0/logs"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("[]"));
    return http.send(
        (token.isEmpty() ? request : request.header("Authorization", token)).build(),
        BodyHandlers.ofString());
  }

  private Gateway.Running start(Auth0Emulator tenant, Watch watch) {
    Settings settings = DoctorFile.settings(directory, tenant, Map.of());
    return ProductionComponent.gateway(settings.withDoctor(settings.doctor().withWatch(watch)))
        .start();
  }
}
