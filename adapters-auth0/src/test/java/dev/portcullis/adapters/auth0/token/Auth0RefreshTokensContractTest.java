package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.testkit.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RefreshTokensContract;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Auth0RefreshTokensContractTest implements RefreshTokensContract {

  private final List<AutoCloseable> opened = new ArrayList<>();

  @Override
  public RefreshTokens refreshTokens(Situation situation) {
    ScriptedServer tenant = serve(tenant(situation));
    if (situation == Situation.UNREACHABLE) {
      tenant.close();
    }
    return open(
        tenant, situation == Situation.SILENT ? Duration.ofMillis(400) : Duration.ofSeconds(15));
  }

  @Test
  void a_renewal_is_this_request_and_nothing_more() {
    ScriptedServer tenant = serve(tenant(Situation.ORDINARY));

    var answered =
        open(tenant, Duration.ofSeconds(15))
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
    ScriptedServer tenant = serve(tenant(Situation.ORDINARY));

    open(tenant, Duration.ofSeconds(15)).revoke(new RefreshToken("a+b&c"));

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

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
  }

  private ScriptedServer serve(Script script) {
    ScriptedServer server = ScriptedServer.start(script);
    opened.add(server);
    return server;
  }

  private RefreshTokens open(ScriptedServer tenant, Duration timeout) {
    Auth0Client auth0 =
        Auth0Client.open(
            Auth0Fixtures.settings(tenant.uri(), Auth0Fixtures.transport(timeout)),
            Auth0Fixtures.defaultTls(),
            TestClock.create());
    opened.add(auth0);
    return auth0.refreshTokens();
  }

  private static Script tenant(Situation situation) {
    Set<String> good = ConcurrentHashMap.newKeySet();
    good.add(KNOWN);
    return wire -> {
      while (true) {
        Received request = wire.readRequest();
        boolean revocation = request.requestLine().contains("/oauth/revoke");
        switch (situation) {
          case SILENT -> wire.hang();
          case UNREACHABLE -> throw new AssertionError("not listening");
          case UNAVAILABLE -> wire.send(answer(503, ""));
          case UNINTELLIGIBLE -> wire.send(answer(revocation ? 302 : 200, "<html>Sign in</html>"));
          case RATE_LIMITED -> wire.send(answer(429, "{\"error\":\"too_many_requests\"}"));
          case GATEWAY_REFUSED -> wire.send(answer(401, "{\"error\":\"access_denied\"}"));
          case ORDINARY, DENIED, MFA_REQUIRED ->
              wire.send(revocation ? revoked(good, request) : renewed(situation, good, request));
        }
      }
    };
  }

  private static String revoked(Set<String> good, Received request) {
    good.removeAll(request.parameter("token"));
    return answer(200, "");
  }

  private static String renewed(Situation situation, Set<String> good, Received request) {
    if (!good.removeAll(request.parameter("refresh_token"))) {
      return answer(403, Auth0Fixtures.WRONG, "X-Auth0-RequestId: c629c3e05e0881e81315\r\n");
    }
    return switch (situation) {
      case DENIED -> answer(403, "{\"error\":\"access_denied\",\"error_description\":\"No.\"}");
      case MFA_REQUIRED -> answer(403, "{\"error\":\"mfa_required\",\"mfa_token\":\"Fe26.2*a\"}");
      default -> {
        String next = "next-" + good.hashCode() + request.parameter("refresh_token").hashCode();
        good.add(next);
        yield answer(
            200,
            "{\"access_token\":\"ey\",\"token_type\":\"Bearer\",\"refresh_token\":\""
                + next
                + "\"}");
      }
    };
  }
}
