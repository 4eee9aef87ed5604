package dev.portcullis.application.login;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.login.port.AttemptLimiter.Admission;
import dev.portcullis.application.login.port.AttemptLimiter.Reached;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.InstantSource;

/**
 * Submits no more logins than a limiter lets through, and records those that it refuses or would
 * refuse. A login that succeeds, needs a second factor, or was not submitted is refunded.
 */
public final class LimitedLogIn implements LogInUseCase {

  private final LogInUseCase logIn;
  private final AttemptLimiter limiter;
  private final Journal journal;
  private final InstantSource time;

  public LimitedLogIn(
      LogInUseCase logIn, AttemptLimiter limiter, Journal journal, InstantSource time) {
    this.logIn = logIn;
    this.limiter = limiter;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public LoginOutcome logIn(LoginAttempt attempt) {
    Stopwatch watch = Stopwatch.start(time);
    LoginSubject subject = attempt.subject();
    return switch (limiter.admit(subject)) {
      case Admission.Refused(var limit, var retryAfter) -> {
        LoginOutcome refused = new LoginOutcome.AttemptsLimited(limit, retryAfter);
        journal.record(
            new GatewayEvent.LoginEnded(subject, refused, Option.none(), watch.elapsed()));
        journal.record(new GatewayEvent.LimitReached(subject, limit, true));
        yield refused;
      }
      case Admission.Admitted(var counted, var reached) -> submit(attempt, counted, reached);
    };
  }

  private LoginOutcome submit(
      LoginAttempt attempt, AttemptLimiter.AttemptInProgress counted, Seq<Reached> reached) {
    boolean refunded = false;
    try {
      LoginOutcome outcome = logIn.logIn(attempt);
      refunded = isRefunded(outcome);
      return outcome;
    } finally {
      if (refunded) {
        counted.refund();
      } else {
        counted.count();
      }
      report(attempt.subject(), reached, refunded);
    }
  }

  /** A limit that refuses would have waited for others in progress, and let a refunded one pass. */
  private void report(LoginSubject subject, Seq<Reached> reached, boolean refunded) {
    for (Reached limit : reached) {
      if (!(limit.unsettled() && refunded)) {
        journal.record(new GatewayEvent.LimitReached(subject, limit.limit(), false));
      }
    }
  }

  /**
   * Whether an attempt that ended like this does not count: the password was right, or nothing was
   * tried. What the provider may have counted counts here too.
   */
  public static boolean isRefunded(LoginOutcome outcome) {
    return switch (outcome) {
      case LoginOutcome.Granted granted -> true;
      case LoginOutcome.MfaRequired mfa -> true;
      case LoginOutcome.AttemptsLimited limited -> true;
      case LoginOutcome.WrongCredentials wrong -> false;
      case LoginOutcome.PasswordLeaked leaked -> false;
      case LoginOutcome.BruteForceBlocked blocked -> false;
      case LoginOutcome.IpThrottled throttled -> false;
      case LoginOutcome.TooManyLogins many -> false;
      case LoginOutcome.VerificationRequired verification -> false;
      case LoginOutcome.Denied denied -> false;
      case LoginOutcome.UserBlocked blocked -> false;
      case LoginOutcome.Unanswered(var why) -> isRefunded(why);
    };
  }

  private static boolean isRefunded(ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.Unreachable unreachable -> true;
      case ProviderFault.Overloaded overloaded -> true;
      // The gateway was refused, not the user: the operator's mistake must lock out nobody.
      case ProviderFault.Misconfigured misconfigured -> true;
      // It was sent, and used up the provider's quota.
      case ProviderFault.RateLimited limited -> false;
      case ProviderFault.NoAnswer noAnswer -> false;
      case ProviderFault.Unavailable unavailable -> false;
      case ProviderFault.Unintelligible unintelligible -> false;
    };
  }
}
