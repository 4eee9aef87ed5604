package dev.portcullis.application.login;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.reset.ResetStart;
import java.time.InstantSource;

/**
 * One login: calls the provider once, starts a reset if the password has leaked, and records the
 * outcome.
 */
public final class LogInService implements LogInUseCase {

  private final CredentialVerifier verifier;
  private final PasswordResets resets;
  private final Journal journal;
  private final InstantSource time;

  public LogInService(
      CredentialVerifier verifier, PasswordResets resets, Journal journal, InstantSource time) {
    this.verifier = verifier;
    this.resets = resets;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public LoginOutcome logIn(LoginAttempt attempt) {
    Stopwatch watch = Stopwatch.start(time);
    LoginSubject subject = attempt.subject();
    ProviderReply<Verdict> reply =
        verifier.verify(attempt.credentials(), attempt.request(), attempt.client());
    LoginOutcome outcome = outcomeOf(reply.answer(), subject);
    journal.record(
        new GatewayEvent.LoginEnded(subject, outcome, reply.upstream(), watch.elapsed()));
    return outcome;
  }

  private LoginOutcome outcomeOf(Verdict verdict, LoginSubject subject) {
    return switch (verdict) {
      case LoginOutcome outcome -> outcome;
      case Verdict.PasswordLeaked() ->
          new LoginOutcome.PasswordLeaked(breachOutcomeOf(resets.start(subject)));
    };
  }

  private static BreachOutcome breachOutcomeOf(ResetStart start) {
    return switch (start) {
      case ResetStart.ResetMailSent() -> new BreachOutcome.ResetMailSent();
      case ResetStart.ResetPage(var page) -> new BreachOutcome.ResetPage(page);
      case ResetStart.TooManyResets(var retryAfter) -> new BreachOutcome.TooManyResets(retryAfter);
      case ResetStart.ResetNotStarted() -> new BreachOutcome.ResetNotStarted();
      case ResetStart.Unanswered(var why) -> new BreachOutcome.ResetNotStarted();
    };
  }
}
