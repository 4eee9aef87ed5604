package dev.portcullis.emulator.internal.login;

import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log events of refused second factors. */
public final class GuardianLog {

  private GuardianLog() {}

  /** The event of a refusal; none while a notification waits for its answer. */
  public static Optional<LogEntry> entry(LoginAttempt attempt, User user, Refusal refusal) {
    if (refusal instanceof Refusal.AuthorizationPending || refusal instanceof Refusal.SlowDown) {
      return Optional.empty();
    }
    LogType type =
        refusal instanceof Refusal.TooManyCodes ? LogType.MFA_RATE_LIMITED : LogType.MFA_FAILED;
    return Optional.of(
        attempt
            .entry(
                type,
                "Guardian - " + OAuthError.of(refusal).description(),
                attempt.tenant().connection(user.connection()),
                user.userId())
            .by(user.userId(), user.email())
            .with("request", request(attempt))
            .with("response", Map.of("statusCode", OAuthError.of(refusal).status())));
  }

  private static Map<String, Object> request(LoginAttempt attempt) {
    return Map.of(
        "ip", attempt.source().text(),
        "method", "POST",
        "path", "/api/verify-otp",
        "query", "",
        "userAgent", "",
        "auth", Map.of("strategy", "jwt", "scopes", List.of()),
        "body", Map.of("code", "redacted"));
  }
}
