package dev.portcullis.bootstrap.shared;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.redis.StoreUse;
import dev.portcullis.bootstrap.HealthPage;
import dev.portcullis.testkit.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Isolated: it reads the lines of a logger that other gateways write to. */
@Isolated
class StoreWatchTest {

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final TestClock clock = TestClock.create();
  private final StoreWatch watch = new StoreWatch(metrics, clock);
  private final Readiness readiness = new Readiness();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(StoreWatch.class);

  @BeforeEach
  void listen() {
    readiness.set(true);
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void a_store_that_is_away_is_a_warning_until_it_is_back_and_readiness_stays_up() {
    watch.start(readiness);

    watch.away("no connection");
    double away = away();
    String warned = health();
    watch.back();

    assertThat(away).isEqualTo(1);
    assertThat(warned)
        .contains(
            "\"status\":\"UP\"",
            "The shared store is away since 2026-01-15T10:30:00Z: no connection");
    assertThat(away()).isZero();
    assertThat(health()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.INFO);
    assertThat(log.list.getFirst().getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .containsExactly("reason=no connection");
  }

  @Test
  void a_store_that_was_away_before_the_gateway_took_requests_is_warned_about_too() {
    watch.away("no connection");

    watch.start(readiness);

    assertThat(health()).contains("The shared store is away since");
  }

  @ParameterizedTest
  @EnumSource
  void each_use_has_a_counter_of_its_own_from_the_start(StoreUse use) {
    watch.failed(use);
    watch.failed(use);

    for (StoreUse each : StoreUse.values()) {
      assertThat(
              metrics
                  .get("portcullis.shared.store.failures")
                  .tag("use", each.word())
                  .counter()
                  .count())
          .as(each.word())
          .isEqualTo(each == use ? 2 : 0);
    }
  }

  private double away() {
    return metrics.get("portcullis.shared.store.away").gauge().value();
  }

  private String health() {
    return HealthPage.of(readiness);
  }
}
