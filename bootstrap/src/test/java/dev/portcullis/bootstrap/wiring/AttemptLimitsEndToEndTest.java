package dev.portcullis.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptRule.Action;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.GatewayClient.Answer;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway's own limits, over real sockets and in front of an emulated tenant. */
class AttemptLimitsEndToEndTest {

  private final Auth0Emulator tenant = EmulatedTenant.start();

  @AfterEach
  void stop() {
    tenant.close();
  }

  @Test
  void a_refused_login_is_429_with_a_wait_and_never_reaches_the_tenant() throws Exception {
    try (Gateway.Running gateway = gateway(threeOfOneUser(AttemptLimits.protect()));
        GatewayClient client = new GatewayClient(gateway.port())) {
      for (int i = 0; i < 3; i++) {
        client.logIn(DemoTenant.ALICE, "wrong", "203.0.113.7");
      }

      HttpResponse<String> refused =
          client.post(
              "application/json",
              "{\"username\":\"" + DemoTenant.ALICE + "\",\"password\":\"wrong\"}");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("/problems/attempts-limited", "too_many_attempts");
      assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElse("")))
          .isBetween(1, 300);
      assertThat(tenant.tenant().received()).hasSize(3);
      assertThat(client.get(gateway.operatorsPort(), "/metrics"))
          .contains("portcullis_logins_seconds_count{outcome=\"attempts-limited\"} 1\n")
          .contains(
              "portcullis_limits_total{action=\"refused\",limit=\"per-user-and-address\"} 1.0\n")
          .contains("portcullis_limits_remembered{limit=\"per-user\"} 1.0\n")
          .contains("portcullis_limits_uncounted_total{limit=\"per-user\"} 0.0\n");
    }
  }

  @Test
  void by_default_every_login_reaches_the_tenant_and_those_past_a_limit_are_counted()
      throws Exception {
    try (Gateway.Running gateway = gateway(threeOfOneUser(AttemptLimits.watch()));
        GatewayClient client = new GatewayClient(gateway.port())) {
      for (int i = 0; i < 5; i++) {
        client.logIn(DemoTenant.ALICE, "wrong", "203.0.113.7");
      }

      Answer right = client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.7");

      assertThat(right.status()).isEqualTo(200);
      assertThat(tenant.tenant().received()).hasSize(6);
      assertThat(client.get(gateway.operatorsPort(), "/metrics"))
          .contains(
              "portcullis_limits_total{action=\"passed\",limit=\"per-user-and-address\"} 3.0\n")
          .contains("portcullis_logins_seconds_count{outcome=\"attempts-limited\"} 0\n");
    }
  }

  @Test
  void of_simultaneous_right_logins_past_the_limit_none_is_refused() throws Exception {
    AttemptLimits patient = AttemptLimits.protect().withWait(Duration.ofMinutes(1));
    try (Gateway.Running gateway = gateway(threeOfOneUser(patient));
        GatewayClient client = new GatewayClient(gateway.port())) {
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(client.logInLater(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.7"));
      }

      List<String> problems =
          answers.stream().map(CompletableFuture::join).map(it -> it.text("type")).toList();

      assertThat(problems).hasSize(20).containsOnly("");
    }
  }

  /** The pages listener has other addresses, and its own count. */
  @Test
  void the_logins_of_one_listener_leave_another_its_own() throws Exception {
    AttemptLimits limits =
        AttemptLimits.protect()
            .with(
                AttemptLimit.PER_LISTENER,
                AttemptLimits.protect()
                    .rule(AttemptLimit.PER_LISTENER)
                    .withAttempts(2)
                    .withAction(Action.REFUSE));
    try (Gateway.Running gateway = gateway(limits);
        GatewayClient users = new GatewayClient(gateway.port());
        GatewayClient pages = new GatewayClient(gateway.port("pages"))) {
      users.logIn(DemoTenant.ALICE, "wrong", "203.0.113.7");
      users.logIn(DemoTenant.BOB, "wrong", "203.0.113.8");

      Answer refused = users.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.9");
      Answer other = pages.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.9");

      assertThat(refused.status()).isEqualTo(429);
      assertThat(other.status()).isEqualTo(200);
    }
  }

  private Gateway.Running gateway(AttemptLimits limits) {
    return ProductionComponent.gateway(EmulatedTenant.settings(tenant).withAttemptLimits(limits))
        .start();
  }

  private static AttemptLimits threeOfOneUser(AttemptLimits limits) {
    return limits.with(
        AttemptLimit.PER_USER_AND_ADDRESS,
        limits.rule(AttemptLimit.PER_USER_AND_ADDRESS).withAttempts(3));
  }
}
