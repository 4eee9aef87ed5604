package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "52428800, 1, 554",
    "104857600, 1, 1621",
    "104857600, 4, 405",
    "335544320, 1, 6314",
    "1008205824, 1, 20000",
    "9223372036854775807, 1, 20000",
    "1000, 1, 1"
  })
  void as_many_connections_as_the_heap_carries(long heap, int listeners, int connections) {
    assertThat(HttpLimits.connectionsFor(heap, listeners)).isEqualTo(connections);
  }

  /** Each limit that is a time, with the least and the most of it. */
  private enum Time {
    DRAIN_DELAY(HttpLimits::withDrainDelay, HttpLimits::drainDelay, "PT0S", "PT5M"),
    DRAIN(HttpLimits::withDrain, HttpLimits::drain, "PT0S", "PT5M"),
    IDLE(HttpLimits::withIdle, HttpLimits::idle, "PT1S", "PT1H"),
    HEAD(HttpLimits::withHead, HttpLimits::head, "PT0.1S", "PT5M"),
    BODY(HttpLimits::withBody, HttpLimits::body, "PT0.1S", "PT5M"),
    WRITE_STALL(HttpLimits::withWriteStall, HttpLimits::writeStall, "PT0.1S", "PT5M");

    private final BiFunction<HttpLimits, Duration, HttpLimits> with;
    private final Function<HttpLimits, Duration> value;
    private final Duration least;
    private final Duration most;

    Time(
        BiFunction<HttpLimits, Duration, HttpLimits> with,
        Function<HttpLimits, Duration> value,
        String least,
        String most) {
      this.with = with;
      this.value = value;
      this.least = Duration.parse(least);
      this.most = Duration.parse(most);
    }
  }

  /** Each limit that is a number, with the most of it. */
  private enum Number {
    CONNECTIONS(HttpLimits::withConnections, HttpLimits::connections, 1_000_000),
    PER_ADDRESS(
        HttpLimits::withConnectionsPerAddress, HttpLimits::connectionsPerAddress, 1_000_000),
    REQUESTS(
        HttpLimits::withRequestsPerConnection, HttpLimits::requestsPerConnection, 1_000_000_000);

    private final BiFunction<HttpLimits, Integer, HttpLimits> with;
    private final ToIntFunction<HttpLimits> value;
    private final int most;

    Number(
        BiFunction<HttpLimits, Integer, HttpLimits> with,
        ToIntFunction<HttpLimits> value,
        int most) {
      this.with = with;
      this.value = value;
      this.most = most;
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_time_has_its_range_to_the_nanosecond(Time time) {
    for (Duration end : List.of(time.least, time.most)) {
      assertThat(time.value.apply(time.with.apply(HttpLimits.DEFAULT, end))).isEqualTo(end);
    }
    for (Duration outside : List.of(time.least.minusNanos(1), time.most.plusNanos(1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> time.with.apply(HttpLimits.DEFAULT, outside))
          .withMessageEndingWith(
              ": " + outside + " (expected: " + time.least + " to " + time.most + ")");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_number_has_its_range(Number number) {
    for (int end : List.of(1, number.most)) {
      assertThat(number.value.applyAsInt(number.with.apply(HttpLimits.DEFAULT, end)))
          .isEqualTo(end);
    }
    for (int outside : List.of(0, number.most + 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> number.with.apply(HttpLimits.DEFAULT, outside))
          .withMessageEndingWith(": " + outside + " (expected: 1 to " + number.most + ")");
    }
  }

  @Test
  void each_limit_is_set_alone_and_kept_by_the_others() {
    HttpLimits limits = HttpLimits.DEFAULT;
    for (Time time : Time.values()) {
      limits = time.with.apply(limits, Duration.ofSeconds(101 + time.ordinal()));
    }
    for (Number number : Number.values()) {
      limits = number.with.apply(limits, 201 + number.ordinal());
    }

    for (Time time : Time.values()) {
      assertThat(time.value.apply(limits)).isEqualTo(Duration.ofSeconds(101 + time.ordinal()));
    }
    for (Number number : Number.values()) {
      assertThat(number.value.applyAsInt(limits)).isEqualTo(201 + number.ordinal());
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "0, true", "65535, true", "65536, false"})
  void a_port_is_0_to_65535(int port, boolean taken) {
    if (taken) {
      assertThat(new ListenAddress.Tcp("::1", port)).hasToString("[::1]:" + port);
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ListenAddress.Tcp("127.0.0.1", port))
          .withMessage("port: " + port + " (expected: 0-65535)");
    }
  }

  @Test
  void a_unix_path_is_absolute_and_has_107_bytes_at_most() {
    Path longest = Path.of("/" + "\u00fc".repeat(53));

    assertThat(new ListenAddress.Unix(longest)).hasToString("unix:" + longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListenAddress.Unix(Path.of("/" + "\u00fc".repeat(53) + "a")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ListenAddress.Unix(Path.of("run/gateway.sock")));
    assertThatIllegalArgumentException().isThrownBy(() -> new ListenAddress.Tcp(" ", 8080));
  }
}
