package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.CredentialVerifierContract;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class Auth0CredentialVerifierContractTest implements CredentialVerifierContract {

  private final List<AutoCloseable> opened = new ArrayList<>();

  @Override
  public CredentialVerifier verifier(Situation situation, Credentials known) {
    ScriptedServer tenant = ScriptedServer.start(tenant(situation, known));
    Duration timeout =
        situation == Situation.SILENT ? Duration.ofMillis(400) : Duration.ofSeconds(15);
    Auth0Client auth0 =
        Auth0Client.open(
            Auth0Fixtures.settings(tenant.uri(), Auth0Fixtures.transport(timeout)),
            Auth0Fixtures.defaultTls(),
            TestClock.create());
    opened.add(auth0);
    opened.add(tenant);
    if (situation == Situation.UNREACHABLE) {
      tenant.close();
    }
    return auth0.credentialVerifier();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
  }

  private static Script tenant(Situation situation, Credentials known) {
    return wire -> {
      while (true) {
        Received request = wire.readRequest();
        switch (situation) {
          case SILENT -> wire.hang();
          case HANGS_UP -> wire.cut();
          case UNAVAILABLE -> wire.send(answer(503, ""));
          case UNINTELLIGIBLE -> wire.send(answer(200, "<html>Sign in</html>"));
          default ->
              wire.send(isOf(known, request) ? said(situation) : answer(403, Auth0Fixtures.WRONG));
        }
      }
    };
  }

  private static boolean isOf(Credentials known, Received request) {
    return decoded(request, "username").equals(known.identifier().value())
        && decoded(request, "password").equals(known.password().reveal());
  }

  private static String said(Situation situation) {
    return switch (situation) {
      case ORDINARY -> answer(200, Auth0Fixtures.GRANTED);
      case PASSWORD_LEAKED -> answer(401, "{\"error\":\"password_leaked\"}");
      case BRUTE_FORCE_BLOCKED -> answer(429, "{\"error\":\"too_many_attempts\"}");
      case IP_THROTTLED ->
          answer(
              429,
              "{\"error\":\"too_many_attempts\",\"error_description\":"
                  + "\"We have detected suspicious login behavior.\"}");
      case TOO_MANY_LOGINS -> answer(429, "{\"error\":\"too_many_logins\"}");
      case MFA_REQUIRED -> answer(403, "{\"error\":\"mfa_required\",\"mfa_token\":\"Fe26.2*a\"}");
      case VERIFICATION_REQUIRED -> answer(401, "{\"error\":\"requires_verification\"}");
      case DENIED -> answer(403, "{\"error\":\"access_denied\"}");
      case USER_BLOCKED -> answer(401, "{\"error\":\"unauthorized\"}");
      case RATE_LIMITED -> answer(429, "{\"error\":\"too_many_requests\"}");
      case GATEWAY_REFUSED -> answer(401, "{\"error\":\"access_denied\"}");
      case UNREACHABLE, SILENT, HANGS_UP, UNAVAILABLE, UNINTELLIGIBLE ->
          throw new AssertionError(situation + " says nothing");
    };
  }

  private static String decoded(Received request, String name) {
    return URLDecoder.decode(request.parameter(name).getFirst(), StandardCharsets.UTF_8);
  }
}
