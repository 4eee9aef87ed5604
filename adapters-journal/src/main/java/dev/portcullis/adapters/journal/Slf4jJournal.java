package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.Misconfiguration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Writes one log event per gateway event, with key-value pairs named after the Elastic Common
 * Schema. INFO concerns users, WARN the provider or a proxy, ERROR the operator; the message of a
 * misconfiguration says how to fix it. Refused requests, which anyone can send at any rate, are
 * summed: of each listener and reason the first is written at once, the others once in ten seconds,
 * with their number; so are requests for which candidate settings decide otherwise, and logins at a
 * limit of the gateway itself.
 */
public final class Slf4jJournal implements Journal {

  /** Marks the events of logins and the steps after them: the last that an appender may drop. */
  public static final Marker LOGIN = MarkerFactory.getMarker("login");

  /** Marks refusals, which anyone can cause: the first that an appender may drop. */
  public static final Marker REFUSAL = MarkerFactory.getMarker("refusal");

  private final OutcomeEvents outcomes;
  private final AddressEvents addresses;
  private final RefusalEvents refusals;
  private final LimitEvents limits;

  /**
   * Writes to this log.
   *
   * @param pseudonyms how users are named
   * @param remedies how the operator fixes a misconfiguration, in the provider's words
   */
  public Slf4jJournal(
      Logger logger, Pseudonyms pseudonyms, Function<Misconfiguration, String> remedies) {
    this(logger, pseudonyms, remedies, CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS));
  }

  Slf4jJournal(
      Logger logger,
      Pseudonyms pseudonyms,
      Function<Misconfiguration, String> remedies,
      Executor later) {
    this.outcomes = new OutcomeEvents(logger, pseudonyms, remedies);
    this.addresses = new AddressEvents(logger, later);
    this.refusals = new RefusalEvents(logger, later);
    this.limits = new LimitEvents(logger, pseudonyms, outcomes, later);
  }

  @Override
  public void record(GatewayEvent event) {
    try {
      write(event);
    } catch (RuntimeException e) {
      // A request does not fail because its log does, and there is nowhere else to report it.
    }
  }

  private void write(GatewayEvent event) {
    switch (event) {
      case GatewayEvent.LoginEnded login -> {
        if (login.outcome() instanceof LoginOutcome.AttemptsLimited refused) {
          limits.write(login, refused);
        } else {
          outcomes.write(login);
        }
      }
      case GatewayEvent.LimitReached reached -> limits.write(reached);
      case GatewayEvent.StepEnded step -> outcomes.write(step);
      case GatewayEvent.RequestRefused refused -> refusals.write(refused);
      case GatewayEvent.HttpRefused refused -> refusals.write(refused);
      case GatewayEvent.SessionLost lost -> outcomes.write(lost);
      case GatewayEvent.AddressDecided(var decision) -> addresses.write(decision);
      case GatewayEvent.CandidateDiffered differed -> addresses.write(differed);
    }
  }
}
