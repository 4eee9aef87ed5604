package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Step;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import java.util.Locale;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Log events of logins and steps. */
final class OutcomeEvents {

  private final Logger logger;
  private final Pseudonyms pseudonyms;
  private final Function<Misconfiguration, String> remedies;

  OutcomeEvents(Logger logger, Pseudonyms pseudonyms, Function<Misconfiguration, String> remedies) {
    this.logger = logger;
    this.pseudonyms = pseudonyms;
    this.remedies = remedies;
  }

  void write(GatewayEvent.LoginEnded login) {
    OutcomeCode code = login.outcome().code();
    LoggingEventBuilder event =
        EcsEvent.of(
                logger.atLevel(level(code)),
                login.subject().requester(),
                login.upstream(),
                login.elapsed())
            .addKeyValue("event.action", action(code))
            .addKeyValue("event.outcome", result(code))
            .addKeyValue("portcullis.outcome", code.word());
    LoggingEventBuilder named = pseudonyms.name(event, login.subject().identifier());
    if (login.outcome() instanceof LoginOutcome.PasswordLeaked(var reset)) {
      named = named.addKeyValue("portcullis.reset", reset.code().word());
    }
    if (login.outcome() instanceof LoginOutcome.AttemptsLimited(var limit, var retryAfter)) {
      named =
          named
              .addKeyValue("portcullis.listener", login.subject().requester().listener())
              .addKeyValue("portcullis.limit", limit.word());
    }
    fault(named, login.outcome()).log(message(login.outcome(), "login"));
  }

  void write(GatewayEvent.StepEnded ended) {
    OutcomeCode code = ended.outcome().code();
    LoggingEventBuilder event =
        EcsEvent.of(
                logger.atLevel(level(code)), ended.requester(), ended.upstream(), ended.elapsed())
            .addKeyValue("event.action", action(ended.step()))
            .addKeyValue("event.outcome", result(code))
            .addKeyValue("portcullis.step", ended.step().word())
            .addKeyValue("portcullis.outcome", code.word());
    LoggingEventBuilder named =
        ended.identifier().fold(() -> event, who -> pseudonyms.name(event, who));
    fault(named, ended.outcome()).log(message(ended.outcome(), ended.step().word()));
  }

  void write(GatewayEvent.SessionLost lost) {
    logger
        .atError()
        .addKeyValue("event.category", "authentication")
        .addKeyValue("event.action", "session_lost")
        .addKeyValue("event.outcome", "failure")
        .addKeyValue("http.request.id", lost.id().value())
        .addKeyValue("portcullis.reason", lost.reason().code())
        .log(lost.reason().remedy());
  }

  private static Level level(OutcomeCode code) {
    return switch (code.kind()) {
      case SUCCEEDED, CONTINUES, REFUSED -> Level.INFO;
      case IMPAIRED -> Level.WARN;
      case BROKEN -> Level.ERROR;
    };
  }

  /** The schema's three words; an outcome that leads to another step is undecided. */
  private static String result(OutcomeCode code) {
    return switch (code.kind()) {
      case SUCCEEDED -> "success";
      case CONTINUES -> "unknown";
      case REFUSED, IMPAIRED, BROKEN -> "failure";
    };
  }

  /** Words of OWASP's logging vocabulary, where it has one. */
  private static String action(OutcomeCode code) {
    return switch (code) {
      case GRANTED -> "authn_login_success";
      case MFA_REQUIRED -> "authn_login_mfa";
      case BRUTE_FORCE_BLOCKED -> "authn_login_lock";
      default -> "authn_login_fail";
    };
  }

  private static String action(Step step) {
    return switch (step) {
      case REFRESH -> "authn_token_refresh";
      case REVOKE -> "authn_token_revoked";
      case MFA_AUTHENTICATORS -> "authn_mfa_authenticators";
      case MFA_CHALLENGE -> "authn_mfa_challenge";
      case MFA_ENROLLMENT -> "authn_mfa_enrollment";
      case MFA_VERIFICATION -> "authn_mfa_verification";
      case RESET_ASKED -> "authn_password_reset_asked";
      case RESET_STARTED -> "authn_password_reset_started";
    };
  }

  private String message(Outcome outcome, String what) {
    return outcome.fault().getOrNull() instanceof ProviderFault.Misconfigured misconfigured
        ? remedies.apply(misconfigured.what())
        : what + ": " + outcome.code().word();
  }

  private static LoggingEventBuilder fault(LoggingEventBuilder event, Outcome outcome) {
    return outcome.fault().fold(() -> event, fault -> fault(event, fault));
  }

  private static LoggingEventBuilder fault(LoggingEventBuilder event, ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.RateLimited limited -> event;
      case ProviderFault.Overloaded overloaded -> event;
      case ProviderFault.Misconfigured(var what, var error) ->
          EcsEvent.provider(event, error).addKeyValue("portcullis.reason", kebab(what));
      case ProviderFault.Unreachable(var why) -> event.addKeyValue("portcullis.reason", kebab(why));
      case ProviderFault.NoAnswer(var why) -> event.addKeyValue("portcullis.reason", kebab(why));
      case ProviderFault.Unavailable(var error) -> EcsEvent.provider(event, error);
      case ProviderFault.Unintelligible(var error) -> EcsEvent.provider(event, error);
    };
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
