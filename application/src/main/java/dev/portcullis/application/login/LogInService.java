package dev.portcullis.application.login;

import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginOutcome.Cause;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderFault;
import java.time.InstantSource;

/** One login: ask the provider once, start a reset if the password has leaked, write it down. */
public final class LogInService implements LogInUseCase {

  private final CredentialVerifier verifier;
  private final PasswordResets resets;
  private final LoginJournal journal;
  private final InstantSource time;

  public LogInService(
      CredentialVerifier verifier,
      PasswordResets resets,
      LoginJournal journal,
      InstantSource time) {
    this.verifier = verifier;
    this.resets = resets;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public LoginOutcome logIn(LoginAttempt attempt) {
    Stopwatch watch = Stopwatch.start(time);
    LoginSubject subject = attempt.subject();
    var answered = verifier.verify(attempt.credentials(), attempt.request(), attempt.client());
    LoginOutcome outcome =
        answered.answer().fold(LogInService::outcomeOf, verdict -> outcomeOf(verdict, subject));
    journal.record(subject, outcome, answered.upstream(), watch.elapsed());
    return outcome;
  }

  private LoginOutcome outcomeOf(Verdict verdict, LoginSubject subject) {
    return switch (verdict) {
      case Verdict.Granted(var tokens) -> new LoginOutcome.Granted(tokens);
      case Verdict.WrongCredentials() -> new LoginOutcome.WrongCredentials();
      case Verdict.PasswordLeaked() -> new LoginOutcome.PasswordLeaked(resets.start(subject));
      case Verdict.BruteForceBlocked() -> new LoginOutcome.BruteForceBlocked();
      case Verdict.IpThrottled() -> new LoginOutcome.IpThrottled();
      case Verdict.SameUserLimited() -> new LoginOutcome.SameUserLimited();
      case Verdict.MfaRequired(var token) -> new LoginOutcome.MfaRequired(token);
      case Verdict.VerificationRequired() -> new LoginOutcome.VerificationRequired();
      case Verdict.Denied(var reason) -> new LoginOutcome.Denied(reason);
      case Verdict.UserBlocked() -> new LoginOutcome.UserBlocked();
    };
  }

  private static LoginOutcome outcomeOf(ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.RateLimited(var retryAfter) -> new LoginOutcome.RateLimited(retryAfter);
      case ProviderFault.Misconfigured(var what, var error) ->
          new LoginOutcome.Misconfigured(what, error);
      case ProviderFault.Unreachable(var why) ->
          new LoginOutcome.Unavailable(new Cause.Unreachable(why));
      case ProviderFault.NoAnswer(var why) -> new LoginOutcome.Unavailable(new Cause.NoAnswer(why));
      case ProviderFault.Unintelligible(var error) ->
          new LoginOutcome.Unavailable(new Cause.Unintelligible(error));
    };
  }
}
