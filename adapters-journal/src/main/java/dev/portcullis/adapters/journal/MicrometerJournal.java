package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.protection.ProtectionState;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Meters of gateway events:
 *
 * <ul>
 *   <li>{@code portcullis.logins}, a timer with a histogram of 10 ms to 10 s, tagged {@code
 *       outcome}
 *   <li>{@code portcullis.steps}, a timer tagged {@code step} and {@code outcome}
 *   <li>{@code portcullis.refusals}, a counter tagged {@code listener} and {@code reason}
 *   <li>{@code portcullis.http.refusals}, a counter tagged {@code listener} and {@code reason}
 *   <li>{@code portcullis.limits}, a counter tagged {@code limit} and {@code action}, {@code
 *       refused} or {@code passed}
 *   <li>{@code portcullis.sessions.lost}, a counter tagged {@code reason}
 *   <li>{@code portcullis.address.disagreements}, a counter tagged {@code listener}, {@code actual}
 *       and {@code candidate}
 * </ul>
 *
 * The number of tags is bounded. All but the last exist from the start, as 0, so that an alert on
 * their rate sees the first event. {@link #close} removes them from the registry.
 */
public final class MicrometerJournal implements Journal, AutoCloseable {

  private static final String REFUSED = "refused";
  private static final String PASSED = "passed";

  /** From an answer of the gateway alone to the longest that a login may take by default. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Tags common;
  private final Set<Meter.Id> registered = ConcurrentHashMap.newKeySet();
  private final Map<OutcomeCode, Timer> logins = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Registers the meters.
   *
   * @param listeners the names of the listeners whose refusals start at 0
   */
  public MicrometerJournal(MeterRegistry registry, Seq<String> listeners) {
    this(registry, listeners, Tags.empty());
  }

  /**
   * Registers the meters, each with further tags; if the registry refuses one, none. Two journals
   * that share a registry need different ones, or the first that is closed removes the meters of
   * both.
   */
  public MicrometerJournal(MeterRegistry registry, Seq<String> listeners, Iterable<Tag> further) {
    this.registry = registry;
    this.common = Tags.of(further);
    try {
      register(listeners);
    } catch (RuntimeException e) {
      registered.forEach(registry::remove);
      throw e;
    }
  }

  private void register(Seq<String> listeners) {
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
    for (AttemptLimit limit : AttemptLimit.values()) {
      limited(limit, REFUSED);
      limited(limit, PASSED);
    }
    for (SessionFault reason : SessionFault.values()) {
      lostSessions(reason);
    }
  }

  /** The buckets of histograms of what waits for the provider. */
  static Duration[] buckets() {
    return BUCKETS.clone();
  }

  /**
   * Registers the meters of the calls to the provider, to be called once at most: {@code
   * portcullis.tenant.breaker.state}, 0 closed, 1 half open, 2 open; {@code
   * portcullis.tenant.calls}, {@code portcullis.tenant.calls.limit}, {@code
   * portcullis.tenant.waiting}, {@code portcullis.tenant.rate.limit}; and {@code
   * portcullis.tenant.refusals}, a counter tagged {@code reason}.
   *
   * @param state how things stand now
   */
  public void watch(Supplier<ProtectionState> state) {
    ProtectionMeters.of(state, common).forEach(meter -> kept(meter.apply(registry)));
  }

  @Override
  public void record(GatewayEvent event) {
    try {
      if (!closed) {
        count(event);
      }
    } catch (RuntimeException e) {
      // A request does not fail because its meter does.
    }
  }

  /** Removes the meters from the registry; later events are not counted. */
  @Override
  public void close() {
    closed = true;
    registered.forEach(registry::remove);
  }

  private void count(GatewayEvent event) {
    switch (event) {
      case GatewayEvent.LoginEnded login ->
          time(loginTimer(login.outcome().code()), login.elapsed());
      case GatewayEvent.LimitReached(var subject, var limit, var refused) ->
          limited(limit, refused ? REFUSED : PASSED).increment();
      case GatewayEvent.StepEnded ended ->
          time(stepTimer(ended.step(), ended.outcome().code()), ended.elapsed());
      case GatewayEvent.RequestRefused(var id, var listener, var reason) ->
          refusals(listener, reason).increment();
      case GatewayEvent.HttpRefused(var listener, var reason) ->
          httpRefusals(listener, reason).increment();
      case GatewayEvent.SessionLost(var id, var reason) -> lostSessions(reason).increment();
      case GatewayEvent.AddressDecided decided -> {}
      case GatewayEvent.CandidateDiffered differed ->
          kept(Counter.builder("portcullis.address.disagreements")
                  .description("Requests that candidate settings would have decided otherwise")
                  .tags(common)
                  .tag("listener", differed.actual().listener())
                  .tag("actual", differed.actualWord())
                  .tag("candidate", differed.candidateWord())
                  .register(registry))
              .increment();
    }
  }

  private static void time(Timer timer, Duration elapsed) {
    timer.record(TimeUnit.NANOSECONDS.convert(elapsed), TimeUnit.NANOSECONDS);
  }

  /** Notes a meter for {@link #close}; one that comes after it is removed at once. */
  private <M extends Meter> M kept(M meter) {
    registered.add(meter.getId());
    if (closed) {
      registry.remove(meter);
    }
    return meter;
  }

  private Timer loginTimer(OutcomeCode code) {
    return logins.computeIfAbsent(code, this::newLoginTimer);
  }

  private Timer newLoginTimer(OutcomeCode code) {
    return kept(
        Timer.builder("portcullis.logins")
            .description("Logins, by how they ended")
            .serviceLevelObjectives(BUCKETS)
            .tags(common)
            .tag("outcome", code.word())
            .register(registry));
  }

  private Timer stepTimer(Step step, OutcomeCode code) {
    return kept(
        Timer.builder("portcullis.steps")
            .description("Second factors, renewals, revocations and resets, by how they ended")
            .tags(common)
            .tag("step", step.word())
            .tag("outcome", code.word())
            .register(registry));
  }

  private Counter refusals(String listener, RejectionReason reason) {
    return kept(
        Counter.builder("portcullis.refusals")
            .description("Requests and connections refused because their address cannot be known")
            .tags(common)
            .tag("listener", listener)
            .tag("reason", reason.code())
            .register(registry));
  }

  private Counter httpRefusals(String listener, HttpRefusal reason) {
    return kept(
        Counter.builder("portcullis.http.refusals")
            .description("Requests refused before an endpoint saw them, and connections closed")
            .tags(common)
            .tag("listener", listener)
            .tag("reason", reason.code())
            .register(registry));
  }

  private Counter limited(AttemptLimit limit, String action) {
    return kept(
        Counter.builder("portcullis.limits")
            .description("Logins that reached a limit of the gateway itself")
            .tags(common)
            .tag("limit", limit.word())
            .tag("action", action)
            .register(registry));
  }

  private Counter lostSessions(SessionFault reason) {
    return kept(
        Counter.builder("portcullis.sessions.lost")
            .description(
                "Logins and renewals that ended without a session, for a fault of the settings")
            .tags(common)
            .tag("reason", reason.code())
            .register(registry));
  }
}
