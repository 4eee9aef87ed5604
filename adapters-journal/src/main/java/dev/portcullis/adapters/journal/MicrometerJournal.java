package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Meters of gateway events:
 *
 * <ul>
 *   <li>{@code portcullis.logins}, a timer tagged {@code outcome}
 *   <li>{@code portcullis.steps}, a timer tagged {@code step} and {@code outcome}
 *   <li>{@code portcullis.refusals}, a counter tagged {@code listener} and {@code reason}
 *   <li>{@code portcullis.http.refusals}, a counter tagged {@code listener} and {@code reason}
 *   <li>{@code portcullis.address.disagreements}, a counter tagged {@code listener}, {@code actual}
 *       and {@code candidate}
 * </ul>
 *
 * The number of tags is bounded. All but the last exist from the start, as 0, so that an alert on
 * their rate sees the first event.
 */
public final class MicrometerJournal implements Journal {

  private final MeterRegistry registry;

  /**
   * Registers the meters.
   *
   * @param listeners the names of the listeners whose refusals start at 0
   */
  public MicrometerJournal(MeterRegistry registry, Seq<String> listeners) {
    this.registry = registry;
    LoginOutcome.CODES.forEach(this::loginTimer);
    for (Step step : Step.values()) {
      step.codes().forEach(code -> stepTimer(step, code));
    }
    for (RejectionReason reason : RejectionReason.values()) {
      listeners.forEach(listener -> refusals(listener, reason));
    }
    for (HttpRefusal reason : HttpRefusal.values()) {
      listeners.forEach(listener -> httpRefusals(listener, reason));
    }
    for (SessionFault reason : SessionFault.values()) {
      lostSessions(reason);
    }
  }

  @Override
  public void record(GatewayEvent event) {
    try {
      count(event);
    } catch (RuntimeException e) {
      // A request does not fail because its meter does.
    }
  }

  private void count(GatewayEvent event) {
    switch (event) {
      case GatewayEvent.LoginEnded login ->
          time(loginTimer(login.outcome().code()), login.elapsed());
      case GatewayEvent.StepEnded ended ->
          time(stepTimer(ended.step(), ended.outcome().code()), ended.elapsed());
      case GatewayEvent.RequestRefused(var id, var listener, var reason) ->
          refusals(listener, reason).increment();
      case GatewayEvent.HttpRefused(var listener, var reason) ->
          httpRefusals(listener, reason).increment();
      case GatewayEvent.SessionLost(var id, var reason) -> lostSessions(reason).increment();
      case GatewayEvent.AddressDecided decided -> {}
      case GatewayEvent.CandidateDiffered differed ->
          Counter.builder("portcullis.address.disagreements")
              .description("Requests that candidate settings would have decided otherwise")
              .tag("listener", differed.actual().listener())
              .tag("actual", differed.actualWord())
              .tag("candidate", differed.candidateWord())
              .register(registry)
              .increment();
    }
  }

  private static void time(Timer timer, Duration elapsed) {
    timer.record(TimeUnit.NANOSECONDS.convert(elapsed), TimeUnit.NANOSECONDS);
  }

  private Timer loginTimer(OutcomeCode code) {
    return Timer.builder("portcullis.logins")
        .description("Logins, by how they ended")
        .tag("outcome", code.word())
        .register(registry);
  }

  private Timer stepTimer(Step step, OutcomeCode code) {
    return Timer.builder("portcullis.steps")
        .description("Second factors, renewals, revocations and resets, by how they ended")
        .tag("step", step.word())
        .tag("outcome", code.word())
        .register(registry);
  }

  private Counter refusals(String listener, RejectionReason reason) {
    return Counter.builder("portcullis.refusals")
        .description("Requests and connections refused because their address cannot be known")
        .tag("listener", listener)
        .tag("reason", reason.code())
        .register(registry);
  }

  private Counter httpRefusals(String listener, HttpRefusal reason) {
    return Counter.builder("portcullis.http.refusals")
        .description("Requests refused before an endpoint saw them, and connections closed")
        .tag("listener", listener)
        .tag("reason", reason.code())
        .register(registry);
  }

  private Counter lostSessions(SessionFault reason) {
    return Counter.builder("portcullis.sessions.lost")
        .description(
            "Logins and renewals that ended without a session, for a fault of the settings")
        .tag("reason", reason.code())
        .register(registry);
  }
}
