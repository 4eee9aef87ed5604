package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginOutcome.Cause;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one log event per login, with key-value pairs named after the Elastic Common Schema. INFO
 * is the users' business, WARN the provider's, ERROR the operator's, with what to mend as message.
 */
public final class Slf4jLoginJournal implements LoginJournal {

  private final Logger logger;
  private final Pseudonyms pseudonyms;

  /** Writes to this log, users by these names. */
  public Slf4jLoginJournal(Logger logger, Pseudonyms pseudonyms) {
    this.logger = logger;
    this.pseudonyms = pseudonyms;
  }

  @Override
  public void record(
      LoginSubject subject,
      LoginOutcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed) {
    try {
      write(subject, outcome, upstream, elapsed);
    } catch (RuntimeException e) {
      // A login does not fail because its log does, and there is nowhere else to say so.
    }
  }

  private void write(
      LoginSubject subject,
      LoginOutcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed) {
    OutcomeCode code = OutcomeCode.of(outcome);
    LoggingEventBuilder event =
        EcsEvent.of(logger.atLevel(level(code)), subject.requester(), upstream, elapsed)
            .addKeyValue("event.action", action(code))
            .addKeyValue("event.outcome", result(code))
            .addKeyValue("portcullis.outcome", code.code());
    detail(pseudonyms.name(event, subject.identifier()), outcome).log(message(outcome, code));
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
          event.addKeyValue("portcullis.reset", StepCode.reset(reset));
      case LoginOutcome.Misconfigured(var what, var error) ->
          EcsEvent.provider(event, error).addKeyValue("portcullis.reason", OutcomeCode.kebab(what));
      case LoginOutcome.Unavailable(Cause.Unreachable(var why)) ->
          event.addKeyValue("portcullis.reason", OutcomeCode.kebab(why));
      case LoginOutcome.Unavailable(Cause.NoAnswer(var why)) ->
          event.addKeyValue("portcullis.reason", OutcomeCode.kebab(why));
      case LoginOutcome.Unavailable(Cause.Unintelligible(var error)) ->
          EcsEvent.provider(event, error);
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

  private static String message(LoginOutcome outcome, OutcomeCode code) {
    return outcome instanceof LoginOutcome.Misconfigured misconfigured
        ? misconfigured.what().mend()
        : "login: " + code.code();
  }
}
