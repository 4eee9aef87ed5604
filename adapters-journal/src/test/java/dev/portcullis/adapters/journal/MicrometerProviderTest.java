package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.adapters.journal.MicrometerConnectionPool.Readings;
import dev.portcullis.application.observe.port.ProviderOperation;
import dev.portcullis.domain.outcome.OutcomeCode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meters of what is behind the gateway. */
class MicrometerProviderTest {

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

  @ParameterizedTest
  @CsvSource({
    "LOGIN, GRANTED, login, succeeded",
    "LOGIN, WRONG_CREDENTIALS, login, refused",
    "LOGIN, MISCONFIGURED, login, broken",
    "REFRESH, NO_ANSWER, refresh, impaired",
    "MFA_CHALLENGE, OOB_SENT, mfa-challenge, continues"
  })
  void a_call_is_timed_by_its_operation_and_the_kind_of_its_outcome(
      ProviderOperation operation, OutcomeCode code, String named, String kind) {
    var call = new MicrometerProviderCalls(registry).begin(operation);
    clock.add(Duration.ofMillis(120));

    call.ended(code, Option.none());

    Timer timer =
        registry.get("portcullis.provider.calls").tags("operation", named, "kind", kind).timer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(120);
    assertThat(timer.takeSnapshot().histogramCounts()).hasSize(10);
  }

  @Test
  void a_call_that_throws_is_timed_too() {
    new MicrometerProviderCalls(registry).begin(ProviderOperation.LOGIN).broke();

    assertThat(registry.get("portcullis.provider.calls").tag("kind", "threw").timer().count())
        .isEqualTo(1);
  }

  @Test
  void the_pool_is_read_at_each_scrape() {
    AtomicInteger inUse = new AtomicInteger(3);
    MicrometerConnectionPool.of(
        registry, Tags.of("tenant", "a"), new Readings(inUse::get, () -> 4, () -> 5, () -> 64));

    inUse.set(7);

    assertThat(gauge("portcullis.provider.connections", "in-use")).isEqualTo(7);
    assertThat(gauge("portcullis.provider.connections", "idle")).isEqualTo(4);
    assertThat(registry.get("portcullis.provider.waiting").tag("tenant", "a").gauge().value())
        .isEqualTo(5);
    assertThat(registry.get("portcullis.provider.connections.limit").gauge().value()).isEqualTo(64);
  }

  @Test
  void closing_removes_them_and_later_calls_bring_none_back() {
    MicrometerProviderCalls calls = new MicrometerProviderCalls(registry);
    var open = calls.begin(ProviderOperation.REVOKE);
    MicrometerConnectionPool pool =
        MicrometerConnectionPool.of(
            registry, Tags.empty(), new Readings(() -> 1, () -> 1, () -> 1, () -> 1));

    calls.close();
    pool.close();
    open.ended(OutcomeCode.REVOKED, Option.none());

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void a_registry_that_refuses_one_of_the_meters_keeps_none() {
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                if (id.getName().equals("portcullis.provider.waiting")
                    || "impaired".equals(id.getTag("kind"))) {
                  throw new IllegalArgumentException("taken");
                }
                return id;
              }
            });

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MicrometerProviderCalls(registry))
        .withMessage("taken");
    assertThat(registry.getMeters()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MicrometerConnectionPool.of(
                    registry, Tags.empty(), new Readings(() -> 1, () -> 1, () -> 1, () -> 1)))
        .withMessage("taken");
    assertThat(registry.getMeters()).isEmpty();
  }

  private double gauge(String name, String state) {
    return registry.get(name).tag("state", state).gauge().value();
  }
}
