package dev.portcullis.spring.moved;

import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.embed.Portcullis;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The same login by the gateway, as docs/how-to/move-from-auth0-java.md ends with. */
final class FromAuth0Java {

  private FromAuth0Java() {}

  // region: after
  @RestController
  static class Logins {

    private final Portcullis gate;

    Logins(Portcullis gate) {
      this.gate = gate;
    }

    @PostMapping("/login")
    ResponseEntity<Map<String, String>> logIn(
        @RequestParam String username, @RequestParam String password, RequestOrigin origin) {
      return gate.logIn(username, password, origin)
          .fold(refusal -> answer(400, "error", "invalid_request"), Logins::answer);
    }

    private static ResponseEntity<Map<String, String>> answer(LoginOutcome outcome) {
      return switch (outcome) {
        case LoginOutcome.Granted(var tokens) ->
            answer(200, "access_token", tokens.accessToken().value());
        case LoginOutcome.WrongCredentials wrong -> answer(403, "error", "invalid_grant");
        case LoginOutcome.PasswordLeaked leaked -> answer(401, "error", "password_leaked");
        case LoginOutcome.MfaRequired mfa -> answer(403, "error", "mfa_required");
        case LoginOutcome.BruteForceBlocked blocked -> answer(429, "error", "too_many_attempts");
        case LoginOutcome.IpThrottled throttled -> answer(429, "error", "too_many_attempts");
        case LoginOutcome.TooManyLogins many -> answer(429, "error", "too_many_logins");
        case LoginOutcome.AttemptsLimited limited -> answer(429, "error", "attempts_limited");
        case LoginOutcome.VerificationRequired web -> answer(401, "error", "requires_verification");
        case LoginOutcome.Denied denied -> answer(403, "error", "access_denied");
        case LoginOutcome.UserBlocked blocked -> answer(401, "error", "unauthorized");
        case LoginOutcome.Unanswered unanswered -> answer(503, "error", "temporarily_unavailable");
      };
    }

    private static ResponseEntity<Map<String, String>> answer(
        int status, String name, String value) {
      return ResponseEntity.status(status).body(Map.of(name, value));
    }
  }
  // end
}
