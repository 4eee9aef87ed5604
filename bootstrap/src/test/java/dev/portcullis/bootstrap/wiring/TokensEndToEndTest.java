package dev.portcullis.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.GatewayClient.Answer;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens renewed and revoked by the real gateway before the emulated tenant. */
class TokensEndToEndTest {

  private static final String REFRESH = "/api/auth/refresh";
  private static final String REVOKE = "/api/auth/revoke";

  private final Auth0Emulator tenant = EmulatedTenant.start();
  private final Gateway.Running gateway =
      ProductionComponent.gateway(EmulatedTenant.settings(tenant)).start();
  private final GatewayClient client = new GatewayClient(gateway.port());

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    tenant.close();
  }

  @Test
  void a_refresh_token_is_exchanged_in_json_and_in_a_form() throws Exception {
    String token = refreshToken();

    Answer json = client.send(REFRESH, Map.of("refresh_token", token));
    Answer form = client.sendForm(REFRESH, Map.of("refresh_token", token));

    assertThat(json.status()).isEqualTo(200);
    assertThat(json.text("access_token")).isNotEmpty();
    assertThat(form.status()).isEqualTo(200);
  }

  @Test
  void a_part_of_the_scope_can_be_asked_for() throws Exception {
    Answer answer =
        client.send(REFRESH, Map.of("refresh_token", refreshToken(), "scope", "openid"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(tenant.tenant().logs().getLast().type().code()).isEqualTo("sertft");
  }

  @Test
  void a_revoked_token_ends_the_session_and_unknown_ones_are_revoked_alike() throws Exception {
    String token = refreshToken();

    Answer revoked = client.send(REVOKE, Map.of("refresh_token", token));
    Answer unknown = client.sendForm(REVOKE, Map.of("refresh_token", "unknown"));
    Answer renewed = client.send(REFRESH, Map.of("refresh_token", token));

    assertThat(revoked.status()).isEqualTo(200);
    assertThat(unknown).isEqualTo(revoked);
    assertThat(renewed.status()).isEqualTo(403);
    assertThat(renewed.text("error")).isEqualTo("invalid_grant");
    assertThat(renewed.text("type")).endsWith("/refresh-token-invalid");
  }

  @Test
  void what_is_missing_or_odd_is_named_and_never_reaches_the_tenant() throws Exception {
    int before = tenant.tenant().received().size();

    Answer missing = client.send(REFRESH, Map.of("token", "x"));
    Answer odd = client.send(REFRESH, Map.of("refresh_token", "x\n", "scope", "a  b"));

    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.body().path("fields").findValuesAsText("field"))
        .containsExactly("refresh_token");
    assertThat(odd.body().path("fields").findValuesAsText("field"))
        .containsExactly("refresh_token", "scope");
    assertThat(tenant.tenant().received()).hasSize(before);
  }

  @Test
  void each_renewal_is_counted_once() throws Exception {
    client.send(REFRESH, Map.of("refresh_token", refreshToken()));
    client.send(REFRESH, Map.of("refresh_token", "unknown"));

    assertThat(client.get(gateway.operatorsPort(), "/metrics"))
        .contains("portcullis_steps_seconds_count{outcome=\"renewed\",step=\"refresh\"} 1\n")
        .contains(
            "portcullis_steps_seconds_count{outcome=\"refresh-token-invalid\",step=\"refresh\"}"
                + " 1\n");
  }

  @Test
  void a_tenant_that_is_gone_is_unavailable_and_not_the_end_of_a_session() throws Exception {
    String token = refreshToken();
    tenant.close();

    Answer renewed = client.send(REFRESH, Map.of("refresh_token", token));
    Answer revoked = client.send(REVOKE, Map.of("refresh_token", token));

    assertThat(renewed.status()).isEqualTo(503);
    assertThat(revoked.status()).isEqualTo(503);
  }

  private String refreshToken() throws Exception {
    Answer login =
        client.send(
            "/api/auth",
            Map.of(
                "username",
                DemoTenant.ALICE,
                "password",
                DemoTenant.ALICE_PASSWORD,
                "scope",
                "openid offline_access"));
    assertThat(login.status()).isEqualTo(200);
    return login.text("refresh_token");
  }
}
