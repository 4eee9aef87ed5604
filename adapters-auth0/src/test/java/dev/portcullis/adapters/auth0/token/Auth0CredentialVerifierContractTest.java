package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.TenantFixture;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.testkit.contract.CredentialVerifierContract;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

class Auth0CredentialVerifierContractTest extends TenantFixture
    implements CredentialVerifierContract {

  @Override
  public CredentialVerifier verifier(Situation situation, Credentials known) {
    Auth0Client auth0 =
        switch (situation) {
          case UNREACHABLE -> open(unreachable());
          case SILENT -> openImpatient(answering(request -> SILENCE));
          case HANGS_UP -> open(answering(request -> HANG_UP));
          case UNINTELLIGIBLE -> open(answering(request -> answer(200, "<html>Sign in</html>")));
          default ->
              open(
                  answering(
                      request ->
                          isOf(known, request)
                              ? said(situation)
                              : answer(403, Auth0Fixtures.WRONG)));
        };
    return auth0.credentialVerifier();
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
      case SAME_USER_LIMITED -> answer(429, "{\"error\":\"too_many_logins\"}");
      case MFA_REQUIRED -> answer(403, "{\"error\":\"mfa_required\",\"mfa_token\":\"Fe26.2*a\"}");
      case VERIFICATION_REQUIRED -> answer(401, "{\"error\":\"requires_verification\"}");
      case DENIED -> answer(403, "{\"error\":\"access_denied\"}");
      case USER_BLOCKED -> answer(401, "{\"error\":\"unauthorized\"}");
      case RATE_LIMITED -> answer(429, "{\"error\":\"too_many_requests\"}");
      case GATEWAY_REFUSED -> answer(401, "{\"error\":\"access_denied\"}");
      case UNREACHABLE, SILENT, HANGS_UP, UNINTELLIGIBLE ->
          throw new AssertionError(situation + " answers nothing");
    };
  }

  private static String decoded(Received request, String name) {
    return URLDecoder.decode(request.parameter(name).getFirst(), StandardCharsets.UTF_8);
  }
}
