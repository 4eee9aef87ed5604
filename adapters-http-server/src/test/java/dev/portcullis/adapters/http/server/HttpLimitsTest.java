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
import org.junit.jupiter.params.provider.MethodSource;

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

  /** A limit that is a time, with the least and the most of it. */
  record Time(
      BiFunction<HttpLimits, Duration, HttpLimits> with,
      Function<HttpLimits, Duration> value,
      Duration least,
      Duration most) {}

  static List<Time> times() {
    Duration least = Duration.ofMillis(100);
    Duration most = Duration.ofMinutes(5);
    return List.of(
        new Time(HttpLimits::withDrainDelay, HttpLimits::drainDelay, Duration.ZERO, most),
        new Time(HttpLimits::withDrain, HttpLimits::drain, Duration.ZERO, most),
        new Time(
            HttpLimits::withIdle, HttpLimits::idle, Duration.ofSeconds(1), Duration.ofHours(1)),
        new Time(HttpLimits::withHead, HttpLimits::head, least, most),
        new Time(HttpLimits::withBody, HttpLimits::body, least, most),
        new Time(HttpLimits::withWriteStall, HttpLimits::writeStall, least, most));
  }

  /** A limit that is a number, with the most of it. */
  record Count(
      BiFunction<HttpLimits, Integer, HttpLimits> with,
      ToIntFunction<HttpLimits> value,
      int most) {}

  static List<Count> counts() {
    return List.of(
        new Count(HttpLimits::withConnections, HttpLimits::connections, 1_000_000),
        new Count(
            HttpLimits::withConnectionsPerAddress, HttpLimits::connectionsPerAddress, 1_000_000),
        new Count(
            HttpLimits::withRequestsPerConnection,
            HttpLimits::requestsPerConnection,
            1_000_000_000));
  }

  @ParameterizedTest
  @MethodSource("times")
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
  @MethodSource("counts")
  void a_number_has_its_range(Count number) {
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
    List<Time> times = times();
    List<Count> counts = counts();
    HttpLimits limits = HttpLimits.DEFAULT;
    for (int i = 0; i < times.size(); i++) {
      limits = times.get(i).with.apply(limits, Duration.ofSeconds(101 + i));
    }
    for (int i = 0; i < counts.size(); i++) {
      limits = counts.get(i).with.apply(limits, 201 + i);
    }

    for (int i = 0; i < times.size(); i++) {
      assertThat(times.get(i).value.apply(limits)).isEqualTo(Duration.ofSeconds(101 + i));
    }
    for (int i = 0; i < counts.size(); i++) {
      assertThat(counts.get(i).value.applyAsInt(limits)).isEqualTo(201 + i);
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
