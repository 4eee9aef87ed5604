package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.protection.BreakerState;
import dev.portcullis.application.protection.ProtectionRefusal;
import dev.portcullis.application.protection.ProtectionState;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.JournalContract;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vavr.collection.HashMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MicrometerJournalTest implements JournalContract {

  private final BreakableRegistry registry = new BreakableRegistry();
  private final Journal journal = new MicrometerJournal(registry, Vector.of("web", "lb"));

  @Override
  public Option<Journal> withoutStore() {
    return Option.none();
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public List<String> written() {
    return registry.getMeters().stream()
        .flatMap(meter -> Collections.nCopies(count(meter), meter.getId().toString()).stream())
        .toList();
  }

  /** Traced decisions are for the log. */
  @Override
  public boolean writes(GatewayEvent event) {
    return !(event instanceof GatewayEvent.AddressDecided);
  }

  @Test
  void every_login_and_every_step_has_a_meter_from_the_start_and_none_is_added() {
    List<String> atFirst = timers();

    Outcomes.logins().map(Outcomes::ended).forEach(journal::record);
    Outcomes.steps().forEach(journal::record);

    assertThat(atFirst).isNotEmpty().doesNotHaveDuplicates();
    assertThat(timers()).containsExactlyInAnyOrderElementsOf(atFirst);
    assertThat(registry.find("portcullis.logins").timers())
        .hasSize(LoginOutcome.CODES.size())
        .allMatch(timer -> timer.count() > 0, "is the code of some outcome");
    assertThat(registry.find("portcullis.steps").timers())
        .allMatch(timer -> timer.count() > 0, "is the code of some outcome");
  }

  @Test
  void a_registry_that_refuses_one_of_the_meters_keeps_none() {
    SimpleMeterRegistry refusing = new SimpleMeterRegistry();
    refusing
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                if (id.getName().equals("portcullis.sessions.lost")) {
                  throw new IllegalArgumentException("taken");
                }
                return id;
              }
            });

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MicrometerJournal(refusing, Vector.of("web")))
        .withMessage("taken");

    assertThat(refusing.getMeters()).isEmpty();
  }

  @Test
  void every_reason_of_every_listener_has_a_meter_from_the_start() {
    assertThat(
            registry.find("portcullis.refusals").tag("listener", "lb").counters().stream()
                .map(counter -> String.valueOf(counter.getId().getTag("reason"))))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RejectionReason.values()).map(RejectionReason::code).toList());
    assertThat(written()).isEmpty();
  }

  @Test
  void every_http_refusal_of_every_listener_has_a_meter_from_the_start() {
    assertThat(
            registry.find("portcullis.http.refusals").tag("listener", "lb").counters().stream()
                .map(counter -> String.valueOf(counter.getId().getTag("reason"))))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(HttpRefusal.values()).map(HttpRefusal::code).toList());
    assertThat(written()).isEmpty();
  }

  @Test
  void every_limit_has_its_meters_from_the_start_and_refusals_count_apart() {
    int atFirst = registry.find("portcullis.limits").counters().size();

    journal.record(Outcomes.reached(AttemptLimit.PER_USER, true));
    journal.record(Outcomes.reached(AttemptLimit.PER_USER, false));
    journal.record(Outcomes.reached(AttemptLimit.PER_USER, false));

    assertThat(atFirst).isEqualTo(2 * AttemptLimit.values().length);
    assertThat(registry.find("portcullis.limits").counters()).hasSize(atFirst);
    assertThat(limits("refused")).isEqualTo(1);
    assertThat(limits("passed")).isEqualTo(2);
  }

  private double limits(String action) {
    return registry
        .get("portcullis.limits")
        .tag("limit", "per-user")
        .tag("action", action)
        .counter()
        .count();
  }

  @Test
  void every_fault_that_costs_a_session_has_a_meter_from_the_start() {
    assertThat(
            registry.find("portcullis.sessions.lost").counters().stream()
                .map(counter -> String.valueOf(counter.getId().getTag("reason"))))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(SessionFault.values()).map(SessionFault::code).toList());
    assertThat(written()).isEmpty();
  }

  @Test
  void a_login_is_timed() {
    journal.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));

    assertThat(
            registry
                .get("portcullis.logins")
                .tag("outcome", "wrong-credentials")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(250);
  }

  @Test
  void a_login_is_in_the_buckets_of_its_duration() {
    journal.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));

    assertThat(bucket("0.1")).isEqualTo(0);
    assertThat(bucket("0.25")).isEqualTo(1);
    assertThat(bucket("10")).isEqualTo(1);
  }

  private double bucket(String boundary) {
    return registry
        .get("portcullis.logins.histogram")
        .tags("outcome", "wrong-credentials", "le", boundary)
        .gauge()
        .value();
  }

  @Test
  void two_listeners_count_apart() {
    journal.record(
        new GatewayEvent.RequestRefused(new RequestId("r-1"), "lb", RejectionReason.PROXY_TIMEOUT));

    assertThat(written()).singleElement().asString().contains("lb", "proxy-timeout");
  }

  @Test
  void both_words_and_the_listener_are_labels_and_no_address_is() {
    journal.record(
        new GatewayEvent.CandidateDiffered(
            Fixtures.decision("203.0.113.9, unknown"),
            Option.of(Fixtures.decision("203.0.113.7"))));

    Counter counter =
        registry
            .get("portcullis.address.disagreements")
            .tags("listener", "web", "actual", "unidentified-entry", "candidate", "resolved")
            .counter();
    assertThat(counter.count()).isEqualTo(1);
    assertThat(counter.getId().getTags()).hasSize(3);
  }

  @Test
  void further_tags_separate_two_journals_of_one_registry_and_a_closed_one_leaves_no_meter() {
    MicrometerJournal acme = tagged("acme");
    MicrometerJournal other = tagged("other");
    acme.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));
    acme.record(
        new GatewayEvent.CandidateDiffered(
            Fixtures.decision("203.0.113.9, unknown"),
            Option.of(Fixtures.decision("203.0.113.7"))));
    assertThat(loginsOf("acme")).isEqualTo(1);
    assertThat(loginsOf("other")).isZero();
    int ofOther = registry.find("portcullis.logins").tag("tenant", "other").timers().size();

    acme.close();
    acme.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));

    assertThat(registry.getMeters())
        .noneMatch(meter -> "acme".equals(meter.getId().getTag("tenant")));
    assertThat(registry.find("portcullis.logins").tag("tenant", "other").timers()).hasSize(ofOther);
    other.close();
    assertThat(registry.getMeters()).allMatch(meter -> meter.getId().getTag("tenant") == null);
  }

  private MicrometerJournal tagged(String tenant) {
    return new MicrometerJournal(registry, Vector.of("web"), Tags.of("tenant", tenant));
  }

  private long loginsOf(String tenant) {
    return registry.find("portcullis.logins").tag("tenant", tenant).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.JournalContract#kinds")
  void a_broken_registry_breaks_no_request(GatewayEvent event) {
    registry.breakDown();

    assertThatCode(() -> journal.record(event)).doesNotThrowAnyException();
  }

  @Test
  void the_calls_to_the_provider_are_seen_and_forgotten_with_the_journal() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    MicrometerJournal watching =
        new MicrometerJournal(meters, Vector.empty(), Tags.of("tenant", "acme"));
    watching.watch(
        () ->
            new ProtectionState(
                BreakerState.OPEN,
                3,
                Option.some(63),
                5,
                Option.none(),
                HashMap.of(ProtectionRefusal.QUEUE, 7L)));

    assertThat(meters.get("portcullis.tenant.breaker.state").gauge().value()).isEqualTo(2);
    assertThat(meters.get("portcullis.tenant.calls").tag("tenant", "acme").gauge().value())
        .isEqualTo(3);
    assertThat(meters.get("portcullis.tenant.calls.limit").gauge().value()).isEqualTo(63);
    assertThat(meters.get("portcullis.tenant.waiting").gauge().value()).isEqualTo(5);
    assertThat(meters.get("portcullis.tenant.rate.limit").gauge().value()).isZero();
    assertThat(
            meters
                .get("portcullis.tenant.refusals")
                .tag("reason", "queue")
                .functionCounter()
                .count())
        .isEqualTo(7);
    assertThat(
            meters
                .get("portcullis.tenant.refusals")
                .tag("reason", "pause")
                .functionCounter()
                .count())
        .isZero();
    watching.close();
    assertThat(meters.getMeters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"CLOSED, 0", "HALF_OPEN, 1", "OPEN, 2"})
  void the_breakers_state_is_a_number(BreakerState state, double number) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    MicrometerJournal watching = new MicrometerJournal(meters, Vector.empty());

    watching.watch(
        () -> new ProtectionState(state, 0, Option.none(), 0, Option.some(40), HashMap.empty()));

    assertThat(meters.get("portcullis.tenant.breaker.state").gauge().value()).isEqualTo(number);
    assertThat(meters.get("portcullis.tenant.calls.limit").gauge().value()).isZero();
    assertThat(meters.get("portcullis.tenant.rate.limit").gauge().value()).isEqualTo(40);
    assertThat(meters.find("portcullis.tenant.refusals").functionCounters())
        .extracting(it -> it.getId().getTag("reason"))
        .containsExactlyInAnyOrder("breaker", "queue", "pause");
    watching.close();
  }

  @Test
  void a_refused_request_counts_at_its_listener_for_its_reason() {
    journal.record(new GatewayEvent.HttpRefused("lb", HttpRefusal.NOT_FOUND));
    journal.record(
        new GatewayEvent.SessionLost(new RequestId("r-1"), SessionFault.RENEWED_TOO_LARGE));

    assertThat(written()).hasSize(2);
    assertThat(
            registry
                .get("portcullis.http.refusals")
                .tags("listener", "lb", "reason", "not-found")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("portcullis.sessions.lost")
                .tag("reason", "renewed-too-large")
                .counter()
                .count())
        .isEqualTo(1);
  }

  private List<String> timers() {
    return registry.getMeters().stream()
        .filter(Timer.class::isInstance)
        .map(Meter::getId)
        .map(Object::toString)
        .toList();
  }

  private static int count(Meter meter) {
    return switch (meter) {
      case Timer timer -> (int) timer.count();
      case Counter counter -> (int) counter.count();
      // A bucket of a timer, which this registry shows as a meter of its own.
      case Gauge bucket when bucket.getId().getName().endsWith(".histogram") -> 0;
      default -> throw new AssertionError(meter.getId());
    };
  }
}
