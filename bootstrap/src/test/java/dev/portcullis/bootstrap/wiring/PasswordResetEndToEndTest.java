package dev.portcullis.bootstrap.wiring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.webhook.WebhookSecret;
import dev.portcullis.adapters.webhook.WebhookSettings;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.GatewayClient.Answer;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Resets by the real gateway before the emulated tenant, with the operator's mailer beside it. */
class PasswordResetEndToEndTest {

  private static final String RESET = "/api/auth/password-reset";
  private static final String OTHER_SECRET = "another-secret-of-gateway-and-mailer-0123";
  private static final String SECRET = "a-secret-of-gateway-and-mailer-1234";

  private final Auth0Emulator tenant = Auth0Emulator.start(EmulatorSettings.defaults());
  private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();
  private volatile CountDownLatch mailerAnswers = new CountDownLatch(0);
  private final HttpServer mailer = mailer();
  private final Settings byEmail = EmulatedTenant.settings(tenant);

  private record Posted(String signature, String body) {}

  @AfterEach
  void stop() {
    mailer.stop(0);
    tenant.close();
  }

  @Test
  void a_mail_goes_to_a_user_and_nobody_learns_whether_there_is_one() throws Exception {
    HttpResponse<String> known;
    HttpResponse<String> unknown;
    try (Gateway.Running gateway = ProductionComponent.gateway(byEmail).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      known = client.post(RESET, "application/json", "{\"email\":\"" + DemoTenant.ALICE + "\"}");
      unknown = client.post(RESET, "application/json", "{\"username\":\"nobody@example.com\"}");
    }

    assertThat(known.statusCode()).isEqualTo(202);
    assertThat(unknown.statusCode()).isEqualTo(known.statusCode());
    assertThat(unknown.body()).isEqualTo(known.body());
    assertThat(names(unknown)).isEqualTo(names(known));
    assertThat(tenant.tenant().mails()).extracting(SentMail::to).containsExactly(DemoTenant.ALICE);
  }

  @Test
  void the_answer_does_not_wait_for_the_tenant_so_that_its_time_tells_nothing() throws Exception {
    try (Gateway.Running gateway = ProductionComponent.gateway(byEmail).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      tenant.close();

      assertThat(client.send(RESET, Map.of("email", DemoTenant.ALICE)).status()).isEqualTo(202);
    }
  }

  @Test
  void who_asks_too_often_is_told_when_to_come_back_and_others_are_not() throws Exception {
    Settings settings =
        byEmail.withPasswordReset(
            byEmail.passwordReset(), new ResetLimits(1, 100, Duration.ofMinutes(10)));
    try (Gateway.Running gateway = ProductionComponent.gateway(settings).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      client.send(RESET, Map.of("email", DemoTenant.ALICE));

      HttpResponse<String> again =
          client.post(RESET, "application/json", "{\"email\":\"ALICE@example.com \"}");
      Answer other = client.send(RESET, Map.of("email", DemoTenant.BOB));

      assertThat(again.statusCode()).isEqualTo(429);
      assertThat(again.body()).contains("/problems/too-many-resets");
      assertThat(Integer.parseInt(again.headers().firstValue("Retry-After").orElse("")))
          .isBetween(1, 600);
      assertThat(other.status()).isEqualTo(202);
    }
  }

  @Test
  void a_ticket_goes_to_the_mailer_signed_and_never_to_who_typed_the_leaked_password()
      throws Exception {
    HttpResponse<String> leaked;
    try (Gateway.Running gateway = ProductionComponent.gateway(byTicket()).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      leaked =
          client.post(
              "application/json",
              "{\"username\":\"Leaky@Example.com\",\"password\":\""
                  + DemoTenant.LEAKY_PASSWORD
                  + "\"}");
    }

    Posted hook = posted.poll(10, TimeUnit.SECONDS);
    JsonNode body = new ObjectMapper().readTree(hook.body());
    assertThat(leaked.statusCode()).isEqualTo(401);
    assertThat(leaked.body()).contains("\"reset\":\"email\"").doesNotContain("ticket", "lo/reset");
    assertThat(body.path("email").asText()).isEqualTo(DemoTenant.LEAKY);
    assertThat(body.path("link").asText()).startsWith(tenant.baseUri() + "/lo/reset?ticket=");
    assertSigned(hook);
  }

  @Test
  void tickets_are_made_with_one_token_and_for_users_alone() throws Exception {
    try (Gateway.Running gateway = ProductionComponent.gateway(byTicket()).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      for (String who : List.of(DemoTenant.ALICE, "nobody+x@example.com", DemoTenant.BOB, "bob")) {
        assertThat(client.send(RESET, Map.of("username", who)).status()).isEqualTo(202);
      }
    }

    assertThat(posted).hasSize(2);
    assertThat(tenant.tenant().received())
        .extracting(ReceivedRequest::path)
        .containsOnlyOnce("/oauth/token");
  }

  @Test
  void a_delivery_is_signed_with_a_secret_that_was_replaced_since_the_start() throws Exception {
    Settings settings = byTicket();
    LiveSecrets secrets = LiveSecrets.of(settings);
    try (Gateway.Running gateway = ProductionComponent.gateway(settings, secrets).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      secrets.replace("password-reset.delivery.secret", OTHER_SECRET);
      client.send(RESET, Map.of("email", DemoTenant.ALICE));
    }

    assertSigned(posted.poll(10, TimeUnit.SECONDS), OTHER_SECRET);
  }

  @Test
  void a_ticket_is_made_with_a_client_secret_that_was_replaced_since_the_start() throws Exception {
    Settings settings = byTicket("not-the-secret");
    LiveSecrets secrets = LiveSecrets.of(settings);
    try (Gateway.Running gateway = ProductionComponent.gateway(settings, secrets).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      secrets.replace("password-reset.ticket.client-secret", DemoTenant.MANAGEMENT_CLIENT_SECRET);
      client.send(RESET, Map.of("email", DemoTenant.BOB));
    }

    assertThat(posted.poll(10, TimeUnit.SECONDS).body()).contains(DemoTenant.BOB);
  }

  @Test
  void automatic_resets_count_with_those_asked_for() throws Exception {
    Settings settings =
        byEmail.withPasswordReset(
            byEmail.passwordReset(), new ResetLimits(1, 100, Duration.ofMinutes(10)));
    try (Gateway.Running gateway = ProductionComponent.gateway(settings).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      Answer first = client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, "203.0.113.7");
      Answer second = client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, "203.0.113.7");

      assertThat(first.text("reset")).isEqualTo("email");
      assertThat(second.text("reset")).isEqualTo("limited");
      assertThat(client.send(RESET, Map.of("email", DemoTenant.LEAKY)).status()).isEqualTo(429);
    }
  }

  /** Sixteen are sent at once; the others wait, and need the tenant when the gateway stops. */
  @Test
  void a_stop_sends_every_reset_that_was_accepted() throws Exception {
    mailerAnswers = new CountDownLatch(1);
    Settings settings =
        byTicket()
            .withPasswordReset(
                byTicket().passwordReset(), new ResetLimits(100, 100, Duration.ofMinutes(10)));
    Gateway.Running gateway = ProductionComponent.gateway(settings).start();
    List<Integer> answers = new ArrayList<>();
    try (GatewayClient client = new GatewayClient(gateway.port())) {
      for (int i = 0; i < 24; i++) {
        answers.add(client.send(RESET, Map.of("email", DemoTenant.ALICE)).status());
      }
    }

    // Not in the common pool, where the mailer's client completes its answers.
    CompletableFuture<Void> stopped =
        CompletableFuture.runAsync(gateway::close, task -> Thread.ofPlatform().start(task));
    while (listens(gateway.port())) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    TimeUnit.MILLISECONDS.sleep(300);
    boolean early = stopped.isDone();
    mailerAnswers.countDown();
    stopped.get(30, TimeUnit.SECONDS);

    assertThat(answers).containsOnly(202);
    assertThat(early).isFalse();
    assertThat(posted).hasSize(24);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_hand_off_names_the_operators_page() throws Exception {
    Settings settings =
        byEmail.withPasswordReset(
            new ResetSettings.HandOff("https://example.com/reset"), ResetLimits.DEFAULT);
    try (Gateway.Running gateway = ProductionComponent.gateway(settings).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      Answer answer = client.send(RESET, Map.of("username", "ada"));

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.text("reset_page")).isEqualTo("https://example.com/reset");
    }
  }

  @Test
  void a_hand_off_is_not_limited() throws Exception {
    Settings settings =
        byEmail.withPasswordReset(
            new ResetSettings.HandOff("https://example.com/reset"),
            new ResetLimits(1, 1, Duration.ofMinutes(10)));
    try (Gateway.Running gateway = ProductionComponent.gateway(settings).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, "203.0.113.7");

      Answer second = client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, "203.0.113.7");

      assertThat(second.text("reset")).isEqualTo("page");
    }
  }

  @Test
  void what_is_missing_or_twice_is_named() throws Exception {
    try (Gateway.Running gateway = ProductionComponent.gateway(byEmail).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      assertThat(client.send(RESET, Map.of()).body().path("fields").findValuesAsText("field"))
          .containsExactly("username");
      assertThat(
              client
                  .send(RESET, Map.of("username", "a", "email", "b"))
                  .body()
                  .path("fields")
                  .findValuesAsText("field"))
          .containsExactly("email");
    }
    assertThat(tenant.tenant().received()).isEmpty();
  }

  private Settings byTicket() {
    return byTicket(DemoTenant.MANAGEMENT_CLIENT_SECRET);
  }

  private Settings byTicket(String secret) {
    return byEmail.withPasswordReset(
        new ResetSettings.ByTicket(
            TicketSettings.of(
                    tenant.baseUri(),
                    DemoTenant.MANAGEMENT_CLIENT_ID,
                    new ClientSecret(secret),
                    DemoTenant.CONNECTION)
                .withAudience(tenant.issuer() + "api/v2/"),
            new WebhookSettings(
                URI.create("http://127.0.0.1:" + mailer.getAddress().getPort() + "/hook"),
                new WebhookSecret(SECRET),
                Duration.ofSeconds(30))),
        ResetLimits.DEFAULT);
  }

  private static void assertSigned(Posted hook) throws Exception {
    assertSigned(hook, SECRET);
  }

  private static void assertSigned(Posted hook, String secret) throws Exception {
    String at = hook.signature().substring("t=".length(), hook.signature().indexOf(','));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(US_ASCII), "HmacSHA256"));
    String expected =
        HexFormat.of().formatHex(mac.doFinal((at + "." + hook.body()).getBytes(UTF_8)));
    assertThat(hook.signature()).isEqualTo("t=" + at + ",v1=" + expected);
  }

  /** All headers but those that differ from one answer to the next. */
  private static List<String> names(HttpResponse<String> reply) {
    return reply.headers().map().entrySet().stream()
        .filter(header -> !header.getKey().equals("x-request-id"))
        .filter(header -> !header.getKey().equals("date"))
        .map(Object::toString)
        .toList();
  }

  private HttpServer mailer() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/hook",
          exchange -> {
            posted.add(
                new Posted(
                    exchange.getRequestHeaders().getFirst("Portcullis-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            await(mailerAnswers);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
