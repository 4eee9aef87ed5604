package dev.portcullis.benchmarks.load;

import dev.portcullis.benchmarks.load.SlowClients.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("load")
@Timeout(300)
class SlowConnectionsLoadTest {

  private static final int SLOW = Integer.getInteger("load.slow", 10_000);
  private static final int RATE = 200;

  @Test
  void slow_connections_delay_no_login_and_are_closed_in_time(@TempDir Path folder)
      throws Exception {
    try (StubTenant tenant = StubTenant.start();
        GatewayProcess gateway = GatewayProcess.start(tenant, folder)) {
      Logins.run(gateway.port(), RATE, Duration.ofSeconds(20));
      Logins.Result alone = Logins.run(gateway.port(), RATE, Duration.ofSeconds(20));

      SlowClients slow = SlowClients.start(gateway.port(), SLOW);
      Logins.Result beside;
      try (slow) {
        beside = Logins.run(gateway.port(), RATE, Duration.ofSeconds(60));
      }

      System.err.printf(
          "Alone: %s%nBeside %d slow connections: %s%n%s%n", alone, SLOW, beside, slow);
      gateway.requireAlive();
      SoftAssertions softly = new SoftAssertions();
      softly.assertThat(alone.failed()).isZero();
      softly.assertThat(beside.failed()).as(beside.toString()).isZero();
      softly.assertThat(beside.p99() - alone.p99()).as("p99 added, in ms").isLessThan(100);
      Stream.of(Kind.values())
          .forEach(
              kind ->
                  softly
                      .assertThat(slow.longest(kind))
                      .as("the longest life, slow at " + kind + ", in seconds")
                      .isBetween(1.0, 12.0));
      softly.assertAll();
    }
  }
}
