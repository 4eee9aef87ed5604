package dev.portcullis.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.memory.InMemoryTenantPace;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.TenantPaceContract;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RedisTenantPaceContractTest implements TenantPaceContract {

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

  @Override
  public TenantPace pace(TestClock clock) {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    return new RedisTenantPace(
        opened.add(Stores.open(settings)), new InMemoryTenantPace(clock), Option.some(clock));
  }

  @Override
  public Option<TenantPace> withoutStore(TestClock clock) {
    RedisStore away = Stores.away(Stores.settings(Stores.NOWHERE).withFailClosed(true));
    return Option.some(
        new RedisTenantPace(away, new InMemoryTenantPace(clock), Option.some(clock)));
  }

  @Test
  void three_instances_keep_to_one_limit_together_by_the_clock_of_the_store() throws Exception {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    List<TenantPace> instances = IntStream.range(0, 3).mapToObj(i -> inRealTime(settings)).toList();
    List<Long> calls = Collections.synchronizedList(new ArrayList<>());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);

    List<Thread> threads =
        instances.stream()
            .map(
                pace ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              while (System.nanoTime() < end) {
                                Duration wait = pace.take(30);
                                if (wait.isZero()) {
                                  calls.add(System.nanoTime());
                                } else {
                                  sleep(wait);
                                }
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    List<Long> times = calls.stream().sorted().toList();
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.size(); last++) {
      while (times.get(last) - times.get(first) >= 1_000_000_000L) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    // The answers of the store arrive a little later than it gives them.
    assertThat(most).isLessThanOrEqualTo(32);
    assertThat(times).hasSizeGreaterThanOrEqualTo(105);
  }

  @Test
  void a_pause_that_one_instance_is_told_stops_the_others() {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    TenantPace told = inRealTime(settings);
    TenantPace other = inRealTime(settings);

    told.pause(Duration.ofSeconds(20));

    assertThat(other.take(100)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  @Test
  void the_store_forgets_in_time() {
    RedisSettings settings = Stores.settings(server.url()).withPrefix("pace-clear");
    TenantPace pace = inRealTime(settings);

    Duration unused = pace.take(100);
    pace.pause(Duration.ofSeconds(3));

    for (String name : List.of("calls", "due", "paused")) {
      assertThat(Long.parseLong(server.cli("--raw", "TTL", "pace-clear:{pace}:" + name)))
          .as(name)
          .isBetween(1L, 60L);
    }
  }

  @Test
  void while_the_store_is_away_an_instance_goes_on_from_what_it_has_used() {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    RedisStore store = opened.add(Stores.open(settings));
    TestClock clock = TestClock.create();
    TenantPace pace = new RedisTenantPace(store, new InMemoryTenantPace(clock), Option.some(clock));
    assertThat(pace.take(2)).isZero();
    store.close();

    assertThat(pace.take(2)).isPositive();
  }

  private TenantPace inRealTime(RedisSettings settings) {
    return opened
        .add(Stores.open(settings))
        .tenantPace(new InMemoryTenantPace(InstantSource.system()));
  }

  private static void sleep(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
