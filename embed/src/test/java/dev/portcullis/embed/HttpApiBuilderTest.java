package dev.portcullis.embed;

import static dev.portcullis.embed.Gates.gate;
import static dev.portcullis.embed.Gates.settings;
import static dev.portcullis.embed.Gates.userAt;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Auth0Tenant
@Timeout(60)
class HttpApiBuilderTest {

  private static final RequestOrigin USER = userAt("203.0.113.7");

  @Test
  void every_endpoint_of_the_api_can_be_offered(EmulatedTenant tenant) {
    try (Portcullis gate = gate(settings(tenant)).build()) {
      HttpApi api = gate.http().login().tokens().mfa().resets().description().build();

      assertThat(api.endpoints().map(Endpoint::path))
          .contains(
              "/api/auth",
              "/api/auth/refresh",
              "/api/auth/revoke",
              "/api/auth/mfa/verify",
              "/api/auth/password-reset",
              "/openapi.yaml");
    }
  }

  @Test
  void a_login_over_http_is_one_login_of_the_tenant(EmulatedTenant tenant) {
    try (Portcullis gate = gate(settings(tenant)).build()) {
      Reply reply = logIn(gate.http().login().build());

      assertThat(reply.status()).isEqualTo(200);
      assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("access_token");
      assertThat(tenant).receivedLogins(1).hasLogged("sepft").from("203.0.113.7");
    }
  }

  @Test
  void what_was_not_added_is_not_found(EmulatedTenant tenant) {
    try (Portcullis gate = gate(settings(tenant)).build()) {
      HttpApi api = gate.http().login().build();

      Reply reply = HttpRequests.post(api, USER, "/api/auth/password-reset", "username=ada");

      assertThat(reply.status()).isEqualTo(404);
    }
  }

  @Test
  void after_close_the_api_answers_with_a_defect_and_the_tenant_is_not_called(
      EmulatedTenant tenant) {
    Portcullis gate = gate(settings(tenant)).build();
    HttpApi api = gate.http().login().build();

    gate.close();

    assertThat(logIn(api).status()).isEqualTo(500);
    assertThat(tenant).receivedNothing();
  }

  private static Reply logIn(HttpApi api) {
    return HttpRequests.post(
        api,
        USER,
        "/api/auth",
        "username="
            + URLEncoder.encode(ALICE, StandardCharsets.UTF_8)
            + "&password="
            + URLEncoder.encode(ALICE_PASSWORD, StandardCharsets.UTF_8));
  }
}
