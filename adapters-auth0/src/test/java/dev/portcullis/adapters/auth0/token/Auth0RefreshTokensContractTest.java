package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.testkit.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.TenantFixture;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import dev.portcullis.testkit.contract.RefreshTokensContract;
import io.vavr.control.Option;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class Auth0RefreshTokensContractTest extends TenantFixture implements RefreshTokensContract {

  @Override
  public RefreshTokens refreshTokens(Situation situation) {
    Auth0Client auth0 =
        switch (situation) {
          case UNREACHABLE -> open(unreachable());
          case SILENT -> openImpatient(answering(request -> SILENCE));
          default -> open(tenant(situation));
        };
    return auth0.refreshTokens();
  }

  @Test
  void a_renewal_is_this_request_and_nothing_more() {
    ScriptedServer tenant = tenant(Situation.ORDINARY);

    var answered =
        open(tenant)
            .refreshTokens()
            .renew(
                new RefreshToken("a+b&c"),
                Option.of(Scope.of("openid email").get()),
                client("203.0.113.7"));

    Received request = tenant.requests().getFirst();
    assertThat(tenant.requests()).hasSize(1);
    assertThat(request.requestLine()).isEqualTo("POST /oauth/token HTTP/1.1");
    assertThat(request.header("auth0-forwarded-for")).containsExactly("203.0.113.7");
    assertThat(request.body())
        .isEqualTo(
            "grant_type=refresh_token&scope=openid+email&client_id="
                + Auth0Fixtures.CLIENT_ID
                + "&client_secret="
                + Auth0Fixtures.SECRET
                + "&refresh_token=a%2Bb%26c");
    assertThat(answered.upstream().get().value()).isEqualTo("c629c3e05e0881e81315");
  }

  @Test
  void a_revocation_is_this_request_and_nothing_more() {
    ScriptedServer tenant = tenant(Situation.ORDINARY);

    open(tenant).refreshTokens().revoke(new RefreshToken("a+b&c"));

    Received request = tenant.requests().getFirst();
    assertThat(tenant.requests()).hasSize(1);
    assertThat(request.requestLine()).isEqualTo("POST /oauth/revoke HTTP/1.1");
    assertThat(request.header("auth0-forwarded-for")).isEmpty();
    assertThat(request.body())
        .isEqualTo(
            "token=a%2Bb%26c&client_id="
                + Auth0Fixtures.CLIENT_ID
                + "&client_secret="
                + Auth0Fixtures.SECRET);
  }

  private ScriptedServer tenant(Situation situation) {
    Set<String> valid = ConcurrentHashMap.newKeySet();
    valid.add(KNOWN);
    return answering(
        request -> {
          boolean revocation = request.requestLine().contains("/oauth/revoke");
          return switch (situation) {
            case UNAVAILABLE -> answer(503, "");
            case UNINTELLIGIBLE -> answer(revocation ? 302 : 200, "<html>Sign in</html>");
            case RATE_LIMITED -> answer(429, "{\"error\":\"too_many_requests\"}");
            case GATEWAY_REFUSED -> answer(401, "{\"error\":\"access_denied\"}");
            case ORDINARY, DENIED, MFA_REQUIRED ->
                revocation ? revoked(valid, request) : renewed(situation, valid, request);
            case SILENT, UNREACHABLE -> throw new AssertionError(situation + " answers nothing");
          };
        });
  }

  private static String revoked(Set<String> valid, Received request) {
    valid.removeAll(request.parameter("token"));
    return answer(200, "");
  }

  private static String renewed(Situation situation, Set<String> valid, Received request) {
    if (!valid.removeAll(request.parameter("refresh_token"))) {
      return answer(403, Auth0Fixtures.WRONG, "X-Auth0-RequestId: c629c3e05e0881e81315\r\n");
    }
    return switch (situation) {
      case DENIED -> answer(403, "{\"error\":\"access_denied\",\"error_description\":\"No.\"}");
      case MFA_REQUIRED -> answer(403, "{\"error\":\"mfa_required\",\"mfa_token\":\"Fe26.2*a\"}");
      default -> {
        String next = "next-" + valid.hashCode() + request.parameter("refresh_token").hashCode();
        valid.add(next);
        yield answer(
            200,
            "{\"access_token\":\"ey\",\"token_type\":\"Bearer\",\"refresh_token\":\""
                + next
                + "\"}");
      }
    };
  }
}
