package dev.portcullis.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.server.HttpLimits;
import dev.portcullis.adapters.http.server.HttpSettings;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.bootstrap.HealthPage;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.testkit.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/**
 * What operators are told of the breaker and of connections. Isolated: it reads the lines of a
 * logger that other gateways write to.
 */
@Isolated
class OperatorWarningsTest {

  private final TestClock clock = TestClock.create();
  private final Readiness readiness = new Readiness();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(BreakerWatch.class);

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
  void an_open_breaker_is_a_warning_until_it_closes_and_readiness_stays_up() {
    BreakerWatch breaker = new BreakerWatch(clock);
    breaker.start(readiness);
    clock.advance(Duration.ofMinutes(3));

    breaker.opened();
    String warned = health();
    breaker.closed();

    assertThat(warned)
        .contains(
            "\"status\":\"UP\"",
            "The provider answers nothing since 2026-01-15T10:33:00Z, so logins are refused at"
                + " once");
    assertThat(health()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.INFO);
  }

  @Test
  void each_listener_shows_its_own_connections_and_as_many_as_it_may_have() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    AddressSettings address =
        new AddressSettings(
            ClientAddressPolicy.direct(), "v1", AddressSettings.TraceMode.OFF, Option.none());
    HttpLimits limits = HttpLimits.DEFAULT;

    new ConnectionMeters(registry)
        .of(
            new HttpSettings(
                Vector.of(
                    new UserListener("web", Listener.plain("127.0.0.1", 0), address),
                    new UserListener("lb", Listener.plain("127.0.0.1", 0), address)),
                Listener.plain("127.0.0.1", 0),
                limits),
            listener -> listener.equals("lb") ? 7 : 3);

    assertThat(gauge(registry, "portcullis.connections", "web")).isEqualTo(3);
    assertThat(gauge(registry, "portcullis.connections", "lb")).isEqualTo(7);
    assertThat(gauge(registry, "portcullis.connections.limit", "lb"))
        .isEqualTo(limits.connections());
  }

  private static double gauge(SimpleMeterRegistry registry, String name, String listener) {
    return registry.get(name).tag("listener", listener).gauge().value();
  }

  private String health() {
    return HealthPage.of(readiness);
  }
}
