package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.OutcomeCode;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Log events of the gateway's own limits, which an attacker can cause at any rate: see {@link
 * Sums}. A refused login is written in full if it is the first of its kind.
 */
final class LimitEvents {

  private final Logger logger;
  private final Pseudonyms pseudonyms;
  private final OutcomeEvents outcomes;
  private final Sums<Kind> sums;

  /**
   * Writes to this log.
   *
   * @param later runs a task one interval later
   */
  LimitEvents(Logger logger, Pseudonyms pseudonyms, OutcomeEvents outcomes, Executor later) {
    this.logger = logger;
    this.pseudonyms = pseudonyms;
    this.outcomes = outcomes;
    this.sums = new Sums<>(later, (kind, count) -> event(kind, count).log(kind.text()));
  }

  /** A kind of attempts at a limit. */
  private record Kind(String listener, AttemptLimit limit, boolean refused) {

    static Kind of(LoginSubject subject, AttemptLimit limit, boolean refused) {
      return new Kind(subject.requester().listener(), limit, refused);
    }

    String text() {
      return refused
          ? "login: " + OutcomeCode.ATTEMPTS_LIMITED.word()
          : "A login reached a limit and was let through: " + limit.word();
    }
  }

  void write(GatewayEvent.LoginEnded login, LoginOutcome.AttemptsLimited refused) {
    if (sums.isFirst(Kind.of(login.subject(), refused.limit(), true))) {
      outcomes.write(login);
    }
  }

  /** One that is refused is written as the login that it ends. */
  void write(GatewayEvent.LimitReached reached) {
    if (reached.refused()) {
      return;
    }
    LoginSubject subject = reached.subject();
    Kind kind = Kind.of(subject, reached.limit(), false);
    if (sums.isFirst(kind)) {
      pseudonyms
          .name(event(kind, 1), subject.identifier())
          .addKeyValue("source.ip", subject.client().toString())
          .addKeyValue("http.request.id", subject.id().value())
          .log(kind.text());
    }
  }

  /** A WARN where the operator has to decide something; nothing is open about a refusal. */
  private LoggingEventBuilder event(Kind kind, long count) {
    LoggingEventBuilder event =
        logger
            .atLevel(kind.refused() ? Level.INFO : Level.WARN)
            .addMarker(Slf4jJournal.REFUSAL)
            .addKeyValue("event.category", "authentication")
            .addKeyValue("event.action", kind.refused() ? "authn_login_fail" : "authn_login_limit")
            .addKeyValue("event.outcome", kind.refused() ? "failure" : "unknown")
            .addKeyValue("portcullis.listener", kind.listener())
            .addKeyValue("portcullis.limit", kind.limit().word())
            .addKeyValue("portcullis.count", count);
    return kind.refused()
        ? event.addKeyValue("portcullis.outcome", OutcomeCode.ATTEMPTS_LIMITED.word())
        : event;
  }
}
