package dev.portcullis.adapters.journal;

import dev.portcullis.application.port.out.LoginJournal;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginOutcome.Cause;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.ProviderError;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one log event per login, with key-value pairs named after the Elastic Common Schema. INFO
 * is the users' business, WARN the provider's, ERROR the operator's, with what to mend as message.
 */
public final class Slf4jLoginJournal implements LoginJournal {

  private final Logger logger;

  public Slf4jLoginJournal(Logger logger) {
    this.logger = logger;
  }

  @Override
  public void record(LoginSubject subject, LoginOutcome outcome, Duration elapsed) {
    try {
      write(subject, outcome, elapsed);
    } catch (RuntimeException e) {
      // A login does not fail because its log does, and there is nowhere else to say so.
    }
  }

  private void write(LoginSubject subject, LoginOutcome outcome, Duration elapsed) {
    OutcomeCode code = OutcomeCode.of(outcome);
    LoggingEventBuilder event =
        logger
            .atLevel(level(code))
            .addKeyValue("event.category", "authentication")
            .addKeyValue("event.action", action(code))
            .addKeyValue("event.outcome", result(code))
            .addKeyValue("event.duration", TimeUnit.NANOSECONDS.convert(elapsed))
            .addKeyValue("source.ip", subject.client().toString())
            .addKeyValue("http.request.id", subject.id().value())
            .addKeyValue("portcullis.outcome", code.code());
    detail(event, outcome).log(message(outcome, code));
  }

  private static Level level(OutcomeCode code) {
    return switch (code) {
      case GRANTED,
          WRONG_CREDENTIALS,
          PASSWORD_LEAKED,
          BRUTE_FORCE_BLOCKED,
          IP_THROTTLED,
          SAME_USER_LIMITED,
          MFA_REQUIRED,
          VERIFICATION_REQUIRED,
          DENIED,
          USER_BLOCKED ->
          Level.INFO;
      case RATE_LIMITED, UNREACHABLE, NO_ANSWER, UNINTELLIGIBLE -> Level.WARN;
      case MISCONFIGURED -> Level.ERROR;
    };
  }

  /** In the words of OWASP's logging vocabulary, as far as they go. */
  private static String action(OutcomeCode code) {
    return switch (code) {
      case GRANTED -> "authn_login_success";
      case MFA_REQUIRED -> "authn_login_mfa";
      case BRUTE_FORCE_BLOCKED -> "authn_login_lock";
      default -> "authn_login_fail";
    };
  }

  /** The schema's three words for it; a login that waits for its second factor is undecided. */
  private static String result(OutcomeCode code) {
    return switch (code) {
      case GRANTED -> "success";
      case MFA_REQUIRED -> "unknown";
      default -> "failure";
    };
  }

  private static LoggingEventBuilder detail(LoggingEventBuilder event, LoginOutcome outcome) {
    return switch (outcome) {
      case LoginOutcome.PasswordLeaked(var reset) ->
          event.addKeyValue("portcullis.reset", reset(reset));
      case LoginOutcome.Misconfigured(var what, var error) ->
          provider(event, error).addKeyValue("portcullis.reason", OutcomeCode.kebab(what));
      case LoginOutcome.Unavailable(Cause.Unreachable(var why)) ->
          event.addKeyValue("portcullis.reason", OutcomeCode.kebab(why));
      case LoginOutcome.Unavailable(Cause.NoAnswer(var why)) ->
          event.addKeyValue("portcullis.reason", OutcomeCode.kebab(why));
      case LoginOutcome.Unavailable(Cause.Unintelligible(var error)) -> provider(event, error);
      case LoginOutcome.Granted granted -> event;
      case LoginOutcome.WrongCredentials wrong -> event;
      case LoginOutcome.BruteForceBlocked blocked -> event;
      case LoginOutcome.IpThrottled throttled -> event;
      case LoginOutcome.SameUserLimited limited -> event;
      case LoginOutcome.MfaRequired mfa -> event;
      case LoginOutcome.VerificationRequired verification -> event;
      case LoginOutcome.Denied denied -> event;
      case LoginOutcome.UserBlocked blocked -> event;
      case LoginOutcome.RateLimited limited -> event;
    };
  }

  private static LoggingEventBuilder provider(LoggingEventBuilder event, ProviderError error) {
    boolean isCode = error.code().matches("[A-Za-z0-9_.-]{1,64}");
    return event
        .addKeyValue("portcullis.provider.status", error.status())
        .addKeyValue("portcullis.provider.code", isCode ? error.code() : "");
  }

  private static String reset(BreachOutcome reset) {
    return switch (reset) {
      case BreachOutcome.ResetMailSent sent -> "mail-sent";
      case BreachOutcome.ResetPage page -> "page";
      case BreachOutcome.ResetLimited limited -> "limited";
      case BreachOutcome.ResetNotStarted notStarted -> "not-started";
    };
  }

  private static String message(LoginOutcome outcome, OutcomeCode code) {
    return outcome instanceof LoginOutcome.Misconfigured misconfigured
        ? misconfigured.what().mend()
        : "login: " + code.code();
  }
}
