package dev.portcullis.adapters.redis;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.memory.InMemoryAttemptLimiter;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptRule;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.domain.login.AttemptLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server that is killed, frozen, slow or emptied while two instances use it. */
@Timeout(120)
class StoreOutagesTest {

  /** Generous, as the machine may be busy. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final int KEPT_ENDS = 10_000;

  @TempDir private Path folder = Path.of(".");

  private RedisServer server;
  private Instance a;
  private Instance b;

  @BeforeEach
  void start() {
    server = RedisServer.start(folder);
    a = Instance.start(settings());
    b = Instance.start(settings());
    assertThat(a.events().isBack() && b.events().isBack()).isTrue();
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
    server.thaw();
    server.close();
  }

  private RedisSettings settings() {
    return Stores.settings(server.url()).withTimeout(Duration.ofSeconds(1));
  }

  private static long millis(Runnable what) {
    long start = System.nanoTime();
    what.run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  @Test
  void a_killed_store_stops_no_decision_and_gets_what_it_has_lost() throws Exception {
    a.logOut(1);
    assertThat(Stores.within(SOON, () -> b.refuses(1))).isTrue();

    server.kill();
    List<Boolean> resets =
        IntStream.range(0, 5).mapToObj(i -> a.startsReset("ada@example.com")).toList();
    boolean stored = a.logOut(2);

    assertThat(resets).containsExactly(true, true, true, false, false);
    assertThat(stored).isFalse();
    assertThat(a.refuses(1) && a.refuses(2) && b.refuses(1)).isTrue();
    assertThat(a.events().all().getLast()).isEqualTo("no connection");
    assertThat(a.events().failures(StoreUse.RESETS)).isEqualTo(5);
    server.startAgain();
    assertThat(Stores.within(SOON, () -> b.refuses(2))).isTrue();
    try (Instance later = Instance.start(settings())) {
      assertThat(Stores.within(SOON, () -> later.refuses(1) && later.refuses(2))).isTrue();
    }
    assertThat(Stores.within(SOON, () -> a.events().isBack())).isTrue();
  }

  @Test
  void a_frozen_store_costs_one_time_out_and_nothing_after_it() throws Exception {
    server.freeze();

    // What is on its way is not waited for by those that come later.
    long first = millis(() -> a.triesPassword("ada@example.com"));
    boolean away = a.events().isAway();
    long more =
        millis(() -> IntStream.range(0, 20).forEach(i -> a.startsReset("u" + i + "@example.com")));
    long logins =
        millis(
            () -> IntStream.range(0, 20).forEach(i -> a.triesPassword("u" + i + "@example.com")));

    assertThat(first).isLessThan(3000);
    assertThat(away).isTrue();
    // Not even one time-out.
    assertThat(logins).isLessThan(1000);
    // With a time-out for each, 20 s.
    assertThat(more).isLessThan(3000);
    assertThat(a.events().all().getLast()).isEqualTo("no answer within 1000 ms");
    server.thaw();
    assertThat(Stores.within(SOON, () -> a.events().isBack() && b.events().isBack())).isTrue();
    a.logOut(3);
    assertThat(Stores.within(SOON, () -> b.refuses(3))).isTrue();
  }

  @Test
  void a_store_that_stays_frozen_is_reached_by_a_new_connection_when_it_is_back() throws Exception {
    server.freeze();
    // Longer than the present connection is kept.
    assertThat(Stores.within(SOON, () -> a.events().isAway())).isTrue();
    Thread.sleep(6000);

    a.logOut(4);
    server.thaw();

    assertThat(Stores.within(SOON, () -> b.refuses(4))).isTrue();
  }

  @Test
  void a_slow_store_is_away_until_it_answers_in_time() throws Exception {
    server.cli("CLIENT", "PAUSE", "4000", "ALL");

    long first = millis(() -> a.startsReset("ada@example.com"));
    long more =
        millis(() -> IntStream.range(0, 20).forEach(i -> a.startsReset("u" + i + "@example.com")));

    assertThat(first).isLessThan(3000);
    assertThat(more).isLessThan(3000);
    assertThat(Stores.within(SOON, () -> a.events().isBack())).isTrue();
  }

  @Test
  void what_a_flushed_store_has_lost_is_written_again() throws Exception {
    for (int i = 0; i < 1000; i++) {
      a.logOut(i);
    }
    assertThat(Stores.within(SOON, () -> b.refuses(999))).isTrue();

    server.cli("FLUSHALL");

    try (Instance later = Instance.start(settings())) {
      assertThat(Stores.within(SOON, () -> IntStream.range(0, 1000).allMatch(later::refuses)))
          .isTrue();
      later.logOut(1000);
      assertThat(Stores.within(SOON, () -> a.refuses(1000) && b.refuses(1000))).isTrue();
    }
    assertThat(server.cli("--raw", "ZCARD", "portcullis:revoked")).isEqualTo("1001");
  }

  /** More would fill the memory of a busy gateway whose store stays away. */
  @Test
  void ten_thousand_ends_of_attempts_are_kept_until_the_store_is_back() throws Exception {
    int more = 50;
    AttemptLimits limits = onlyInTotal(2 * KEPT_ENDS);
    try (RedisStore store = Stores.open(settings().withPrefix("many"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AttemptLimiter limiter =
          store.attemptLimiter(
              limits,
              new InMemoryAttemptLimiter(limits, 10, InstantSource.system()),
              Duration.ofMinutes(10),
              InstantSource.system());
      Callable<AttemptLimiter.Admission> attempt =
          () -> limiter.admit(anAttempt().build().subject());
      List<AttemptLimiter.AttemptInProgress> attempts = new ArrayList<>();
      for (Future<AttemptLimiter.Admission> each :
          threads.invokeAll(Collections.nCopies(KEPT_ENDS + more, attempt))) {
        attempts.add(((AttemptLimiter.Admission.Admitted) each.get()).attempt());
      }
      assertThat(inProgress()).isEqualTo(KEPT_ENDS + more);
      server.freeze();
      assertThat(Stores.within(SOON, store::isAway)).isTrue();

      attempts.forEach(AttemptLimiter.AttemptInProgress::count);
      server.thaw();

      assertThat(Stores.within(SOON, () -> inProgress() == more)).isTrue();
    }
  }

  private static AttemptLimits onlyInTotal(int attempts) {
    AttemptLimits limits = AttemptLimits.protect();
    for (AttemptLimit limit : AttemptLimit.values()) {
      limits =
          limits.with(
              limit,
              new AttemptRule(
                  attempts,
                  Duration.ofHours(1),
                  limit == AttemptLimit.TOTAL
                      ? AttemptRule.Action.REFUSE
                      : AttemptRule.Action.OFF));
    }
    return limits;
  }

  /** The attempts in progress of the one count there is, by the store's own record of it. */
  private int inProgress() {
    String[] count = server.cli("GET", server.cli("KEYS", "many:{limits}:*")).split(" ", 0);
    return Integer.parseInt(count[2]) + Integer.parseInt(count[3]);
  }

  @Test
  void a_store_that_takes_no_writes_counts_as_away_and_says_why() throws Exception {
    server.cli("CONFIG", "SET", "maxmemory", "1");

    boolean away = Stores.within(SOON, () -> a.events().isAway());

    assertThat(away).isTrue();
    assertThat(a.events().all().getLast()).isEqualTo("OOM");
    assertThat(a.startsReset("ada@example.com")).isTrue();
    server.cli("CONFIG", "SET", "maxmemory", "0");
    assertThat(Stores.within(SOON, () -> a.events().isBack())).isTrue();
  }

  @Test
  void a_gateway_starts_without_the_store_and_shares_when_it_comes() throws Exception {
    server.kill();
    RedisSettings settings = settings();
    try (Instance lone = Instance.startWithin(settings, Duration.ofMillis(500))) {
      lone.logOut(7);
      boolean alone = lone.refuses(7) && lone.startsReset("ada@example.com");

      server.startAgain();

      assertThat(alone).isTrue();
      assertThat(lone.events().all().getFirst()).isEqualTo("no connection");
      assertThat(Stores.within(SOON, () -> a.refuses(7))).isTrue();
    }
  }
}
