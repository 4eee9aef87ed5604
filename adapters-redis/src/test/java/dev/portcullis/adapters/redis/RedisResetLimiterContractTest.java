package dev.portcullis.adapters.redis;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.memory.InMemoryResetLimiter;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.ResetLimiterContract;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class RedisResetLimiterContractTest implements ResetLimiterContract {

  @TempDir private static Path folder = Path.of(".");
  private static RedisServer server;

  private final Opened opened = new Opened();

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void closeStores() {
    opened.close();
  }

  private ResetLimiter limiter(RedisStore store, int perUser, int perAddress, TestClock clock) {
    ResetLimits limits = new ResetLimits(perUser, perAddress, WINDOW);
    return store.resetLimiter(limits, new InMemoryResetLimiter(limits, 10_000, clock), clock);
  }

  @Override
  public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    return limiter(opened.add(Stores.open(settings)), perUser, perAddress, clock);
  }

  @Override
  public Option<ResetLimiter> withoutStore() {
    RedisSettings settings = Stores.settings(Stores.NOWHERE).withFailClosed(true);
    return Option.some(limiter(Stores.away(settings), 3, 20, TestClock.create()));
  }

  @Test
  void three_instances_let_three_resets_through_together() {
    TestClock clock = TestClock.create();
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    List<ResetLimiter> instances =
        IntStream.range(0, 3)
            .mapToObj(i -> limiter(opened.add(Stores.open(settings)), 3, 20, clock))
            .toList();

    long through =
        IntStream.range(0, 9)
            .filter(
                i ->
                    instances
                        .get(i % 3)
                        .take(anAttempt().by("ada@example.com").build().subject())
                        .isEmpty())
            .count();

    assertThat(through).isEqualTo(3);
  }

  @Test
  void while_the_store_is_away_an_instance_counts_alone_and_knows_what_it_let_through() {
    TestClock clock = TestClock.create();
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    RedisStore store = opened.add(Stores.open(settings));
    ResetLimiter limiter = limiter(store, 3, 20, clock);
    for (int i = 0; i < 2; i++) {
      assertThat(limiter.take(anAttempt().by("ada@example.com").build().subject()).isEmpty())
          .isTrue();
    }
    store.close();

    List<Boolean> more =
        IntStream.range(0, 3)
            .mapToObj(
                i -> limiter.take(anAttempt().by("ada@example.com").build().subject()).isEmpty())
            .toList();

    assertThat(more).containsExactly(true, false, false);
  }

  @Test
  void the_store_has_neither_the_users_name_nor_the_address_and_forgets_in_time() {
    RedisSettings settings = Stores.settings(server.url()).withPrefix("clear");
    ResetLimiter limiter = limiter(opened.add(Stores.open(settings)), 3, 20, TestClock.create());

    Option<Duration> unused =
        limiter.take(anAttempt().by("ada@example.com").from("203.0.113.7").build().subject());

    List<String> names = server.cli("--raw", "KEYS", "clear:{resets}:*").lines().toList();
    assertThat(names)
        .hasSize(2)
        .allMatch(name -> name.matches("clear:\\{resets}:[A-Za-z0-9_-]{22}"))
        .allMatch(name -> Long.parseLong(server.cli("--raw", "TTL", name)) <= 15 * 60 + 60)
        .allMatch(name -> Long.parseLong(server.cli("--raw", "TTL", name)) > 0);
  }

  @ParameterizedTest
  @CsvSource({"PT15M, PT1M", "PT1M, PT1M", "PT10S, PT10S"})
  void with_fail_closed_a_client_may_try_again_after_a_minute_or_a_shorter_window(
      Duration window, Duration wait) {
    RedisSettings settings = Stores.settings(Stores.NOWHERE).withFailClosed(true);
    TestClock clock = TestClock.create();
    ResetLimits limits = new ResetLimits(3, 20, window);
    ResetLimiter limiter =
        Stores.away(settings)
            .resetLimiter(limits, new InMemoryResetLimiter(limits, 10_000, clock), clock);

    Option<Duration> refused = limiter.take(anAttempt().build().subject());

    assertThat(refused).contains(wait);
  }

  @Test
  void the_wait_is_in_whole_seconds_and_a_reset_comes_back_after_its_part_of_the_window() {
    TestClock clock = TestClock.create();
    ResetLimiter limiter = limiter(3, 20, clock);
    for (int i = 0; i < 3; i++) {
      limiter.take(anAttempt().build().subject());
    }
    clock.advance(Duration.ofMillis(1500));

    Option<Duration> wait = limiter.take(anAttempt().build().subject());

    assertThat(wait).contains(Duration.ofSeconds(299));
    clock.advance(WINDOW.dividedBy(3).minusMillis(1501));
    assertThat(limiter.take(anAttempt().build().subject())).contains(Duration.ofSeconds(1));
    clock.advance(Duration.ofMillis(1));
    assertThat(limiter.take(anAttempt().build().subject())).isEmpty();
  }
}
