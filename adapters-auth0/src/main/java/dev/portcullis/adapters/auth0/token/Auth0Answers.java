package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.adapters.auth0.token.TokenFaults.clean;
import static dev.portcullis.adapters.auth0.token.TokenFaults.rateLimited;
import static dev.portcullis.adapters.auth0.token.TokenFaults.says;
import static dev.portcullis.adapters.auth0.token.TokenFaults.token;
import static dev.portcullis.adapters.auth0.token.TokenFaults.tokens;
import static dev.portcullis.adapters.auth0.token.TokenFaults.withoutAnswer;
import static dev.portcullis.domain.outcome.Misconfiguration.CLIENT_AUTHENTICATION;
import static dev.portcullis.domain.outcome.Misconfiguration.DEFAULT_DIRECTORY_MISSING;
import static dev.portcullis.domain.outcome.Misconfiguration.GRANT_NOT_ALLOWED;
import static dev.portcullis.domain.outcome.Misconfiguration.REQUEST_REFUSED;

import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.MfaToken;
import java.time.Instant;

/**
 * What the token endpoint's answers to the two password grants mean. With its siblings for other
 * calls the only place that knows Auth0's words, and total: whatever came back, there is an answer.
 *
 * <p>The error code and the status decide. The description is free to change at any time, so it
 * only refines two codes that stand for two things each: {@code too_many_attempts} and {@code
 * server_error}.
 */
public final class Auth0Answers {

  private Auth0Answers() {}

  public static Verdict read(HttpReply reply, Instant now) {
    return read(reply, false, now);
  }

  /**
   * The same for a tenant that may refuse credentials without Auth0's JSON.
   *
   * @param text401IsWrongCredentials as in {@code Auth0Settings}
   */
  public static Verdict read(HttpReply reply, boolean text401IsWrongCredentials, Instant now) {
    return TokenAnswer.parse(reply)
        .map(answer -> read(reply, answer, now))
        .getOrElse(
            () ->
                text401IsWrongCredentials && isText401(reply)
                    ? new LoginOutcome.WrongCredentials()
                    : unanswered(withoutAnswer(reply, now)));
  }

  private static boolean isText401(HttpReply reply) {
    return reply.status() == 401 && reply.mediaType().startsWith("text/");
  }

  private static Verdict read(HttpReply reply, TokenAnswer answer, Instant now) {
    int status = reply.status();
    if (status == 200) {
      return tokens(answer)
          .<Verdict>map(LoginOutcome.Granted::new)
          .getOrElse(() -> unintelligible(status, answer));
    }
    if (answer.error().isEmpty()) {
      return unanswered(withoutAnswer(reply, now));
    }
    if (status >= 400 && status < 500) {
      return refused(reply, answer, now);
    }
    return failed(status, answer);
  }

  /** Which 4xx it is differs between Auth0's own pages, so only {@code access_denied} asks. */
  private static Verdict refused(HttpReply reply, TokenAnswer answer, Instant now) {
    int status = reply.status();
    return switch (answer.error().get()) {
      // The second of each pair is the word of Auth0's older endpoints.
      case "invalid_grant", "invalid_user_password" -> new LoginOutcome.WrongCredentials();
      case "password_leaked" -> new Verdict.PasswordLeaked();
      case "too_many_attempts" ->
          says(answer, "suspicious login behavior")
              ? new LoginOutcome.IpThrottled()
              : new LoginOutcome.BruteForceBlocked();
      case "too_many_logins" -> new LoginOutcome.TooManyLogins();
      case "too_many_requests" -> unanswered(rateLimited(reply, now));
      case "mfa_required", "a0.mfa_required" ->
          token(answer.mfaToken(), MfaToken::new)
              .<Verdict>map(token -> new LoginOutcome.MfaRequired(token))
              .getOrElse(() -> unintelligible(status, answer));
      case "mfa_registration_required", "a0.mfa_registration_required" ->
          token(answer.mfaToken(), MfaToken::new)
              .<Verdict>map(token -> new LoginOutcome.MfaRequired(token))
              // Without a token for the next step, a factor can be set up on the web page alone.
              .getOrElse(LoginOutcome.VerificationRequired::new);
      case "requires_verification" -> new LoginOutcome.VerificationRequired();
      case "unauthorized", "blocked_user" -> new LoginOutcome.UserBlocked();
      case "access_denied" -> denied(status, answer);
      case "invalid_client" -> misconfigured(CLIENT_AUTHENTICATION, status, answer);
      case "unauthorized_client", "unsupported_grant_type" ->
          misconfigured(GRANT_NOT_ALLOWED, status, answer);
      case "invalid_request", "invalid_scope" -> misconfigured(REQUEST_REFUSED, status, answer);
      default -> unintelligible(status, answer);
    };
  }

  /** Auth0 says the same code for its client and for its user. */
  private static Verdict denied(int status, TokenAnswer answer) {
    return switch (status) {
      case 401 -> misconfigured(CLIENT_AUTHENTICATION, status, answer);
      case 403 -> new LoginOutcome.Denied(clean(answer.description()));
      default -> unintelligible(status, answer);
    };
  }

  private static Verdict failed(int status, TokenAnswer answer) {
    if (answer.error().contains("server_error")
        && says(answer, "not configured with default connection")) {
      return misconfigured(DEFAULT_DIRECTORY_MISSING, status, answer);
    }
    if (answer.error().contains("unsupported_grant_type") && status == 501) {
      return misconfigured(GRANT_NOT_ALLOWED, status, answer);
    }
    return unintelligible(status, answer);
  }

  private static Verdict misconfigured(Misconfiguration what, int status, TokenAnswer answer) {
    return unanswered(TokenFaults.misconfigured(what, status, answer));
  }

  private static Verdict unintelligible(int status, TokenAnswer answer) {
    return unanswered(TokenFaults.unintelligible(status, answer));
  }

  private static Verdict unanswered(ProviderFault fault) {
    return new LoginOutcome.Unanswered(fault);
  }
}
