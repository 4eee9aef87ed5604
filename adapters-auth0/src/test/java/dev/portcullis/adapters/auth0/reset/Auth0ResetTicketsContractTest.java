package dev.portcullis.adapters.auth0.reset;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.testkit.Fixtures.identifier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.TenantFixture;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.testkit.contract.ResetTicketsContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Auth0ResetTicketsContractTest extends TenantFixture implements ResetTicketsContract {

  private static final String TOKEN =
      "{\"access_token\":\"ey.management\",\"token_type\":\"Bearer\",\"expires_in\":86400}";
  private static final String ADA =
      "[{\"user_id\":\"auth0|2\",\"email\":\"ada@example.com\","
          + "\"identities\":[{\"connection\":\"other\"}]},"
          + "{\"user_id\":\"auth0|1\",\"email\":\"ada@example.com\","
          + "\"identities\":[{\"connection\":\"users\"}]}]";

  @Override
  public ResetTickets tickets(Situation situation) {
    return tickets(
        switch (situation) {
          case UNREACHABLE -> open(unreachable());
          case SILENT -> openImpatient(tenant(situation));
          default -> open(tenant(situation));
        });
  }

  @Test
  void a_ticket_takes_these_three_requests() {
    ScriptedServer tenant = tenant(Situation.ORDINARY);

    tickets(open(tenant)).create(identifier("ada+x&y=z@example.com"));
    tickets(open(tenant)).create(identifier("ada@example.com"));

    List<Received> requests = tenant.requests();
    assertThat(requests.get(0).requestLine()).isEqualTo("POST /oauth/token HTTP/1.1");
    assertThat(requests.get(0).header("authorization")).isEmpty();
    assertThat(requests.get(0).body())
        .isEqualTo(
            "grant_type=client_credentials&audience=https%3A%2F%2Fexample.com%2Fapi%2Fv2%2F"
                + "&client_id=management&client_secret=canary-management");
    assertThat(requests.get(1).requestLine())
        .isEqualTo("GET /api/v2/users-by-email?email=ada%2Bx%26y%3Dz%40example.com HTTP/1.1");
    assertThat(requests.get(1).header("authorization")).containsExactly("Bearer ey.management");
    assertThat(requests.get(4).requestLine())
        .isEqualTo("POST /api/v2/tickets/password-change HTTP/1.1");
    assertThat(requests.get(4).header("authorization")).containsExactly("Bearer ey.management");
    assertThat(requests.get(4).body())
        .isEqualTo(
            "{\"user_id\":\"auth0|1\",\"client_id\":\""
                + Auth0Fixtures.CLIENT_ID
                + "\",\"ttl_sec\":3600}");
    assertThat(requests).hasSize(5);
  }

  @Test
  void a_token_is_kept_until_shortly_before_it_expires() {
    ScriptedServer tenant = tenant(Situation.ORDINARY);
    ResetTickets tickets = tickets(open(tenant));

    tickets.create(identifier("ada@example.com"));
    clock.advance(Duration.ofHours(23));
    tickets.create(identifier("ada@example.com"));
    clock.advance(Duration.ofMinutes(59));
    tickets.create(identifier("ada@example.com"));

    assertThat(tenant.requests())
        .filteredOn(request -> request.requestLine().contains("/oauth/token"))
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"401, users-by-email", "403, users-by-email", "401, tickets", "403, tickets"})
  void a_token_that_is_refused_is_not_used_again(int status, String call) {
    ScriptedServer tenant =
        answering(
            request ->
                request.requestLine().contains("/oauth/token")
                    ? answer(200, TOKEN)
                    : request.requestLine().contains(call)
                        ? answer(status, "{\"errorCode\":\"invalid_token\"}")
                        : said(request));
    ResetTickets tickets = tickets(open(tenant));

    tickets.create(identifier("ada@example.com"));
    tickets.create(identifier("ada@example.com"));

    assertThat(tenant.requests())
        .filteredOn(request -> request.requestLine().contains("/oauth/token"))
        .hasSize(2);
  }

  private static ResetTickets tickets(Auth0Client auth0) {
    return auth0.resetTickets(
        TicketSettings.of(
            URI.create("https://example.com"),
            "management",
            new ClientSecret("canary-management"),
            "users"));
  }

  private ScriptedServer tenant(Situation situation) {
    return answering(
        request -> {
          if (request.requestLine().contains("/oauth/token")) {
            return answer(200, TOKEN);
          }
          return switch (situation) {
            case SILENT -> SILENCE;
            case UNAVAILABLE -> answer(503, "");
            case UNINTELLIGIBLE -> answer(200, "<html>Sign in</html>");
            case RATE_LIMITED -> answer(429, "{\"errorCode\":\"too_many_requests\"}");
            case GATEWAY_REFUSED -> answer(403, "{\"errorCode\":\"insufficient_scope\"}");
            case ORDINARY -> said(request);
            case UNREACHABLE -> throw new AssertionError("not listening");
          };
        });
  }

  private static String said(Received request) {
    if (request.requestLine().startsWith("POST")) {
      return answer(201, "{\"ticket\":\"https://example.com/lo/reset?ticket=t\"}");
    }
    return answer(
        200, request.requestLine().toLowerCase(Locale.ROOT).contains("email=ada%40") ? ADA : "[]");
  }
}
