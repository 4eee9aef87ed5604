package dev.portcullis.adapters.auth0.doctor;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.adapters.auth0.token.TokenRequest;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.doctor.port.TenantReader.Subject;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.testkit.TestClock;
import io.vavr.control.Option;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ManagementSecretsTest {

  private static final String TOKEN = "token-of-the-management-api-7c1d";

  /** Gives a token, and ends: the next call comes on a connection of its own. */
  private static final Script TOKENS =
      wire -> {
        wire.readRequest();
        wire.send(
            answer(
                200,
                "{\"access_token\":\""
                    + TOKEN
                    + "\",\"token_type\":\"Bearer\",\"expires_in\":86400}",
                "Connection: close\r\n"));
      };

  @Test
  void a_tenant_that_sends_the_token_back_does_not_get_it_printed() {
    Script echo =
        wire -> {
          while (true) {
            wire.send(
                answer(
                    500,
                    "{\"errorCode\":\""
                        + TOKEN
                        + "\",\"message\":\"no Bearer "
                        + TOKEN
                        + " here\"}"));
            wire.hang();
          }
        };
    try (ScriptedServer server = ScriptedServer.start(TOKENS, echo);
        Auth0Management management = open(server.uri())) {

      TenantSnapshot snapshot = management.tenantReader().read(subject());

      assertThat(snapshot.get(TenantFact.APPLICATION).getLeft().reason())
          .contains("500 [redacted] no Bearer");
      assertThat(snapshot.toString()).doesNotContain(TOKEN, Auth0Fixtures.SECRET);
    }
  }

  @Test
  void a_tenant_that_sends_the_secret_back_does_not_get_it_printed() {
    Script echo =
        wire -> {
          String sent = wire.readRequest().parameter("client_secret").getFirst();
          wire.send(answer(401, "{\"error\":\"" + sent + "\"}"));
        };
    try (ScriptedServer server = ScriptedServer.start(echo);
        Auth0Management management = open(server.uri())) {

      TenantSnapshot snapshot = management.tenantReader().read(subject());

      assertThat(snapshot.get(TenantFact.APPLICATION).getLeft().reason())
          .contains("401", "management.client-secret");
      assertThat(snapshot.toString()).doesNotContain(Auth0Fixtures.SECRET);
    }
  }

  @Test
  void nothing_that_holds_the_secret_prints_it() {
    ManagementSettings settings = settings(URI.create("http://localhost"));
    TokenRequest request =
        new TokenRequest.ClientCredentials(
            settings.clientId(), settings.clientSecret(), settings.audience());

    assertThat(settings + " " + request).doesNotContain(Auth0Fixtures.SECRET);
  }

  private static Subject subject() {
    return new Subject(Auth0Fixtures.CLIENT_ID, Option.none(), Option.none());
  }

  private static Auth0Management open(URI tenant) {
    return Auth0Management.open(
        settings(tenant), Auth0Fixtures.defaultTls(), TestClock.create(), time -> {});
  }

  private static ManagementSettings settings(URI tenant) {
    return ManagementSettings.of(
            tenant, Auth0Fixtures.CLIENT_ID, new ClientSecret(Auth0Fixtures.SECRET))
        .withTransport(Auth0Fixtures.transport(Duration.ofSeconds(2)));
  }
}
