package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerTest {

  @Test
  void a_chosen_issuer_is_in_tokens_links_and_discovery() throws Exception {
    EmulatorSettings settings =
        TestSettings.at(new TestClock()).withIssuer(URI.create("http://auth.example.com:0"));
    try (Auth0Emulator emulator = Auth0Emulator.start(settings);
        Client client = new Client(emulator.baseUri())) {
      String issuer = "http://auth.example.com:" + emulator.port() + "/";

      Answer tokens = client.token(Client.login(ALICE, ALICE_PASSWORD));

      assertThat(emulator.issuer()).isEqualTo(issuer);
      assertThat(emulator.baseUri().getHost()).isEqualTo("127.0.0.1");
      assertThat(
              SignedJWT.parse(tokens.json().get("id_token").textValue())
                  .getJWTClaimsSet()
                  .getIssuer())
          .isEqualTo(issuer);
      assertThat(client.get("/.well-known/openid-configuration").json().get("jwks_uri").textValue())
          .startsWith(issuer);
      assertThat(client.get("/userinfo", "Authorization", "Bearer " + text(tokens)).status())
          .isEqualTo(200);
    }
  }

  private static String text(Answer tokens) {
    return tokens.json().get("access_token").textValue();
  }

  @Test
  void the_management_api_is_an_audience_by_the_issuer_and_by_the_address() {
    EmulatorSettings settings =
        TestSettings.at(new TestClock()).withIssuer(URI.create("http://localhost:0/"));
    try (Auth0Emulator emulator = Auth0Emulator.start(settings);
        Client client = new Client(emulator.baseUri())) {
      List<Integer> statuses =
          List.of(emulator.issuer(), emulator.baseUri() + "/").stream()
              .map(name -> logs(client, name + "api/v2/"))
              .toList();
      Answer other = management(client, "http://other.example.com/api/v2/");

      assertThat(statuses).containsOnly(200);
      assertThat(other.verdict()).isEqualTo("403 access_denied");
    }
  }

  private static int logs(Client client, String audience) {
    String token = text(management(client, audience));
    return client.get("/api/v2/logs", "Authorization", "Bearer " + token).status();
  }

  private static Answer management(Client client, String audience) {
    return client.token(
        Map.of(
            "grant_type", "client_credentials",
            "client_id", MANAGEMENT_CLIENT_ID,
            "client_secret", MANAGEMENT_CLIENT_SECRET,
            "audience", audience,
            "scope", "read:logs"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "ftp://localhost/",
        "http://localhost:1/path",
        "http://localhost:1/?query",
        "http://user@localhost:1/",
        "http:///"
      })
  void an_issuer_that_no_client_could_use_is_refused(String issuer) {
    EmulatorSettings settings = EmulatorSettings.defaults();

    assertThatThrownBy(() -> settings.withIssuer(URI.create(issuer)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: http://HOST:PORT/ or https://HOST:PORT/");
  }
}
