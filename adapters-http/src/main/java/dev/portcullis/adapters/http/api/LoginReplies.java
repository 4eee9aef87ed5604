package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.token.MfaToken;
import io.vavr.control.Option;

/**
 * The reply to each outcome of a login. Where Auth0 answered, status and {@code error} are Auth0's
 * own, so that a front end written against Auth0's answers keeps working; a fault of ours or the
 * operator's is a 5xx, whatever Auth0 called it.
 */
public final class LoginReplies {

  private LoginReplies() {}

  public static Reply of(LoginOutcome outcome, RequestId id) {
    return switch (outcome) {
      case LoginOutcome.Granted(var tokens) -> TokenReplies.granted(tokens, Option.none(), id);
      case LoginOutcome.WrongCredentials() ->
          Problem.of(
                  403,
                  outcome.code(),
                  "invalid_grant",
                  "Wrong user name or password",
                  "The user name or the password is not right.")
              .reply(id);
      case LoginOutcome.PasswordLeaked(var reset) -> passwordLeaked(reset).reply(id);
      case LoginOutcome.BruteForceBlocked() ->
          Problem.of(
                  429,
                  outcome.code(),
                  "too_many_attempts",
                  "Blocked after too many attempts",
                  "There were too many failed logins, so further ones are blocked. If you have been"
                      + " sent a message about it, follow its instructions; setting a new password"
                      + " also lifts the block.")
              .reply(id);
      case LoginOutcome.IpThrottled() ->
          Problem.of(
                  429,
                  outcome.code(),
                  "too_many_attempts",
                  "Too many attempts from this address",
                  "There were too many failed logins from your network address. Wait a quarter of"
                      + " an hour and try again.")
              .reply(id);
      case LoginOutcome.TooManyLogins() ->
          Problem.of(
                  429,
                  outcome.code(),
                  "too_many_logins",
                  "Too many logins of this user",
                  "This user has logged in too often within a minute. Wait a minute and try again.")
              .reply(id);
      case LoginOutcome.AttemptsLimited(var limit, var retryAfter) ->
          Problem.of(
                  429,
                  outcome.code(),
                  "too_many_attempts",
                  "Too many attempts",
                  "There were too many failed logins, and this one was not tried. Wait and try"
                      + " again.")
              .withRetryAfter(retryAfter)
              .reply(id);
      case LoginOutcome.MfaRequired(var token) -> mfaRequired(token).reply(id);
      case LoginOutcome.VerificationRequired() ->
          Problem.of(
                  401,
                  outcome.code(),
                  "requires_verification",
                  "Log in on the web page",
                  "This login looks unusual and has to be verified, which is not possible here. Log"
                      + " in on the web page instead.")
              .reply(id);
      case LoginOutcome.Denied(var reason) -> denied(reason).reply(id);
      case LoginOutcome.UserBlocked() -> userBlocked().reply(id);
      case LoginOutcome.Unanswered(var why) -> FaultReplies.of(why, id);
    };
  }

  static Problem mfaRequired(MfaToken token) {
    return Problem.of(
            403,
            OutcomeCode.MFA_REQUIRED,
            "mfa_required",
            "A second factor is needed",
            "The password is right. Confirm the login with your second factor.")
        .with("mfa_token", token.value());
  }

  static Problem denied(String reason) {
    return Problem.of(
        403,
        OutcomeCode.DENIED,
        "access_denied",
        "Login denied",
        reason.isEmpty() ? "This login is not allowed." : reason);
  }

  static Problem userBlocked() {
    return Problem.of(
        401,
        OutcomeCode.USER_BLOCKED,
        "unauthorized",
        "User is blocked",
        "This user has been blocked by an administrator, who alone can lift it.");
  }

  private static Problem passwordLeaked(BreachOutcome reset) {
    String leaked =
        "This password was disclosed in a data breach somewhere else, so it no longer works.";
    return switch (reset) {
      case BreachOutcome.ResetMailSent() ->
          leaked(leaked + " You are being sent an e-mail with a link to set a new one.")
              .with("reset", "email");
      case BreachOutcome.ResetPage(var page) ->
          leaked(leaked + " Set a new one on the page given here.")
              .with("reset", "page")
              .with("reset_page", page);
      case BreachOutcome.TooManyResets(var retryAfter) ->
          leaked(
                  leaked
                      + " Too many resets have been started already: use the e-mail that you have"
                      + " been sent, or try again later.")
              .with("reset", "limited");
      case BreachOutcome.ResetNotStarted() ->
          leaked(leaked + " Ask for a new one through \"forgot password\".").with("reset", "none");
    };
  }

  private static Problem leaked(String detail) {
    return Problem.of(
        401, OutcomeCode.PASSWORD_LEAKED, "password_leaked", "Password has leaked", detail);
  }
}
