package dev.portcullis.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.GatewayClient.Answer;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real gateway before the emulated tenant, over real sockets. */
class LoginEndToEndTest {

  private final Auth0Emulator tenant = EmulatedTenant.start();
  private final Gateway.Running gateway =
      ProductionComponent.gateway(EmulatedTenant.settings(tenant)).start();
  private final GatewayClient client = new GatewayClient(gateway.port());

  @BeforeEach
  void nothing_was_asked_yet() {
    assertThat(tenant.tenant().received()).isEmpty();
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    tenant.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alice@example.com   | correct horse battery staple      | 200 |
          bob@example.com     | Zwölf Boxkämpfer & 50% mehr+Sylt  | 200 |
          alice@example.com   | wrong                             | 403 | invalid_grant
          nobody@example.com  | wrong                             | 403 | invalid_grant
          leaky@example.com   | AUTH0-TEST-leaky-Passw0rd         | 401 | password_leaked
          blocked@example.com | blocked but correct 1             | 401 | unauthorized
          """)
  void each_user_gets_the_answer_that_is_due(String user, String password, int status, String error)
      throws Exception {
    Answer answer = client.logIn(user, password, "203.0.113.7");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().path("error").asText(null)).isEqualTo(error);
    assertThat(answer.body().has("access_token")).isEqualTo(status == 200);
  }

  @Test
  void the_tenant_sees_the_user_and_logs_the_gateway_beside_him() throws Exception {
    client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "2001:db8::7");

    LogEvent event = tenant.tenant().logs().getLast();
    assertThat(event.type().code()).isEqualTo("sepft");
    assertThat(event.ip()).isEqualTo("2001:db8::7");
    assertThat(event.clientIp()).hasValue("127.0.0.1");
  }

  @Test
  void the_gateway_speaks_no_http_2_though_the_emulator_brings_it() throws Exception {
    for (int port : List.of(gateway.port(), gateway.operatorsPort())) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(20_000);
        byte[] emptySettings = HexFormat.of().parseHex("000000040000000000");
        socket
            .getOutputStream()
            .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(emptySettings);
        socket.shutdownOutput();

        byte[] said = socket.getInputStream().readAllBytes();

        // A server that does begins with a SETTINGS frame, whose length fits in two bytes.
        assertThat(new String(said, StandardCharsets.ISO_8859_1)).doesNotStartWith("\0");
      }
    }
  }

  @Test
  void one_login_is_one_request_to_the_tenant() throws Exception {
    client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.7");
    client.logIn(DemoTenant.ALICE, "wrong", "203.0.113.7");

    assertThat(tenant.tenant().received()).hasSize(2);
  }

  @Test
  void an_attacker_blocks_himself_and_nobody_else() throws Exception {
    for (int i = 0; i < 10; i++) {
      client.logIn(DemoTenant.BOB, "guess " + i, "198.51.100.66");
    }

    Answer attacker = client.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "198.51.100.66");
    Answer spoofing =
        client.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.8, 198.51.100.66");
    Answer user = client.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.8");

    assertThat(attacker.status()).isEqualTo(429);
    assertThat(attacker.text("error")).isEqualTo("too_many_attempts");
    assertThat(spoofing.status()).isEqualTo(429);
    assertThat(user.status()).isEqualTo(200);
  }

  @Test
  void two_hundred_guesses_at_once_get_no_more_answers_than_the_threshold() throws Exception {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      answers.add(client.logInLater(DemoTenant.BOB, "guess " + i, "198.51.100.66"));
    }

    long answered =
        answers.stream()
            .map(CompletableFuture::join)
            .filter(answer -> answer.status() == 403)
            .count();
    assertThat(answered).isEqualTo(10);
  }

  @Test
  void an_address_that_cannot_be_known_is_refused_before_the_tenant_is_asked() throws Exception {
    Answer answer = client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "unknown");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(tenant.tenant().received()).isEmpty();
  }

  @Test
  void a_tenant_that_is_gone_is_unavailable_and_not_a_wrong_password() throws Exception {
    tenant.close();

    Answer answer = client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.7");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text("error")).isEqualTo("temporarily_unavailable");
  }

  @Test
  void each_outcome_is_counted_once() throws Exception {
    client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.7");
    client.logIn(DemoTenant.ALICE, "wrong", "203.0.113.7");
    client.logIn(DemoTenant.ALICE, "wrong", "unknown");

    String metrics = client.get(gateway.operatorsPort(), "/metrics");

    assertThat(metrics)
        .contains("portcullis_logins_seconds_count{outcome=\"granted\"} 1\n")
        .contains("portcullis_logins_seconds_count{outcome=\"wrong-credentials\"} 1\n")
        .contains(
            "portcullis_refusals_total{listener=\"users\",reason=\"unidentified-entry\"} 1.0\n")
        .contains("portcullis_logins_seconds_count{outcome=\"password-leaked\"} 0\n");
  }
}
