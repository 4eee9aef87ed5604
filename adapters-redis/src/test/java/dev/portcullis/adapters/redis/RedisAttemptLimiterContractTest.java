package dev.portcullis.adapters.redis;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.memory.InMemoryAttemptLimiter;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptRule;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.login.port.AttemptLimiter.Admission;
import dev.portcullis.application.login.port.AttemptLimiter.AttemptInProgress;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.AttemptLimiterContract;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RedisAttemptLimiterContractTest implements AttemptLimiterContract {

  private static final Duration LONGEST = Duration.ofSeconds(12);

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

  private static RedisAttemptLimiter limiter(
      RedisStore store, AttemptLimits limits, InstantSource time) {
    return (RedisAttemptLimiter)
        store.attemptLimiter(
            limits, new InMemoryAttemptLimiter(limits, 10_000, time), LONGEST, time);
  }

  private static RedisSettings settings() {
    return Stores.settings(server.url()).withPrefix(Stores.newPrefix());
  }

  @Override
  public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
    return limiter(opened.add(Stores.open(settings())), limits, clock);
  }

  @Override
  public Option<AttemptLimiter> withoutStore(AttemptLimits limits, TestClock clock) {
    return Option.some(limiter(Stores.away(settings()), limits, clock));
  }

  private List<RedisAttemptLimiter> three(AttemptLimits limits, TestClock clock) {
    RedisSettings settings = settings();
    return IntStream.range(0, 3)
        .mapToObj(i -> limiter(opened.add(Stores.open(settings)), limits, clock))
        .toList();
  }

  private static LoginSubject ada() {
    return anAttempt().by("ada@example.com").from("2001:db8:0:7::1").build().subject();
  }

  private static AttemptInProgress admitted(AttemptLimiter limiter) {
    return ((Admission.Admitted) limiter.admit(ada())).attempt();
  }

  private static boolean fails(AttemptLimiter limiter) {
    if (limiter.admit(ada()) instanceof Admission.Admitted(var attempt, var reached)) {
      attempt.count();
      return true;
    }
    return false;
  }

  /** How many of some failed attempts are let through. */
  private static long passed(AttemptLimiter limiter, int attempts) {
    return IntStream.range(0, attempts).filter(i -> fails(limiter)).count();
  }

  @Test
  void three_instances_let_as_many_attempts_through_as_one() {
    List<RedisAttemptLimiter> instances =
        three(AttemptLimiterContract.only(AttemptLimit.PER_USER, 10), TestClock.create());

    long through = IntStream.range(0, 60).filter(i -> fails(instances.get(i % 3))).count();

    assertThat(through).isEqualTo(10);
  }

  @Test
  void an_attempt_that_is_refused_in_the_store_counts_neither_there_nor_here() {
    AttemptLimits limits =
        AttemptLimiterContract.only(AttemptLimit.PER_ADDRESS, 5)
            .with(
                AttemptLimit.PER_USER_AND_ADDRESS,
                new AttemptRule(2, WINDOW, AttemptRule.Action.REFUSE));
    List<RedisAttemptLimiter> instances = three(limits, TestClock.create());
    assertThat(passed(instances.get(0), 2)).isEqualTo(2);

    long through = IntStream.range(0, 20).filter(i -> fails(instances.get(1))).count();

    assertThat(through).isZero();
    for (int i = 0; i < 4; i++) {
      LoginSubject other =
          anAttempt().by("user-" + i + "@example.com").from("2001:db8:0:7::1").build().subject();
      Admission admission = instances.get(1).admit(other);
      assertThat(admission instanceof Admission.Admitted).as("user %s", i).isEqualTo(i < 3);
    }
  }

  @Test
  void an_attempt_that_is_ended_twice_makes_room_for_no_more_on_another_instance() {
    List<RedisAttemptLimiter> instances =
        three(AttemptLimiterContract.only(AttemptLimit.PER_USER, 3), TestClock.create());
    AttemptInProgress refunded = admitted(instances.get(0));
    assertThat(passed(instances.get(0), 2)).isEqualTo(2);

    refunded.refund();
    refunded.refund();
    refunded.count();

    // The next script of the first instance takes the ends along.
    assertThat(fails(instances.get(0))).isTrue();
    assertThat(passed(instances.get(1), 3)).isZero();
  }

  @Test
  void an_attempt_waits_for_one_on_another_instance_that_is_refunded() throws Exception {
    List<RedisAttemptLimiter> instances =
        three(AttemptLimiterContract.only(AttemptLimit.PER_USER, 1), TestClock.create());
    AttemptInProgress first = admitted(instances.get(0));
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Admission> second = others.submit(() -> instances.get(1).admit(ada()));
      awaitWaiting(instances.get(1), 1);

      first.refund();

      assertThat(second.get(15, TimeUnit.SECONDS)).isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  void attempts_are_refused_once_those_on_another_instance_have_failed() throws Exception {
    List<RedisAttemptLimiter> instances =
        three(AttemptLimiterContract.only(AttemptLimit.PER_USER, 3), TestClock.create());
    AttemptInProgress first = admitted(instances.get(0));
    assertThat(passed(instances.get(0), 2)).isEqualTo(2);
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Admission>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(others.submit(() -> instances.get(1).admit(ada())));
      }
      awaitWaiting(instances.get(1), 3);

      first.count();

      for (Future<Admission> each : waiting) {
        assertThat(each.get(15, TimeUnit.SECONDS)).isInstanceOf(Admission.Refused.class);
      }
      assertThat(instances.get(1).waiting()).isZero();
    }
  }

  /** Otherwise each login with this user would wait for it, as long as the limits allow. */
  @Test
  void what_a_killed_instance_had_in_progress_is_waited_for_no_longer_than_two_logins_take()
      throws Exception {
    TestClock clock = TestClock.create();
    List<RedisAttemptLimiter> instances =
        three(
            AttemptLimiterContract.only(AttemptLimit.PER_USER, 2).withWait(Duration.ofSeconds(60)),
            clock);
    AttemptInProgress lost = admitted(instances.get(0));
    assertThat(fails(instances.get(1))).isTrue();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Admission> waits = others.submit(() -> instances.get(1).admit(ada()));
      awaitWaiting(instances.get(1), 1);

      clock.advance(LONGEST.multipliedBy(2));

      assertThat(waits.get(15, TimeUnit.SECONDS)).isInstanceOf(Admission.Refused.class);
    }
    // It was slow, and not killed.
    lost.refund();
    assertThat(
            Stores.within(
                Duration.ofSeconds(15),
                () -> {
                  clock.advance(Duration.ofSeconds(1));
                  return fails(instances.get(2));
                }))
        .isTrue();
    assertThat(fails(instances.get(2))).isFalse();
  }

  @Test
  void however_many_wait_one_of_an_instance_asks() throws Exception {
    List<RedisAttemptLimiter> instances =
        three(AttemptLimiterContract.only(AttemptLimit.PER_USER, 400), TestClock.create());
    List<AttemptInProgress> first =
        IntStream.range(0, 400).mapToObj(i -> admitted(instances.get(0))).toList();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Admission>> waiting = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        waiting.add(others.submit(() -> instances.get(1).admit(ada())));
      }
      awaitWaiting(instances.get(1), 300);
      long before = scripts();

      TimeUnit.SECONDS.sleep(1);

      // 40 questions a second, and 3 stores that are looked at 4 times a second.
      assertThat(scripts() - before).isBetween(2L, 100L);
      before = scripts();
      first.forEach(AttemptInProgress::count);
      for (Future<Admission> each : waiting) {
        assertThat(each.get(15, TimeUnit.SECONDS)).isInstanceOf(Admission.Refused.class);
      }
      // 400 ends, 32 together, and what the first of those that wait learns is the others' answer.
      assertThat(scripts() - before).isBetween(13L, 150L);
    }
  }

  private static long scripts() {
    return server
        .cli("INFO", "commandstats")
        .lines()
        .filter(line -> line.matches("cmdstat_eval(sha)?:calls=.*"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*?calls=(\\d+).*", "$1")))
        .sum();
  }

  /** So that an attacker does not keep it busy. */
  @Test
  void the_store_is_asked_about_a_full_count_once_a_second() {
    TestClock clock = TestClock.create();
    RedisAttemptLimiter limiter =
        three(AttemptLimiterContract.only(AttemptLimit.PER_USER, 3), clock).getFirst();
    assertThat(passed(limiter, 4)).isEqualTo(3);
    long before = takes();

    assertThat(passed(limiter, 200)).isZero();
    long asked = takes() - before;
    clock.advance(Duration.ofMillis(999));
    assertThat(passed(limiter, 200)).isZero();
    long askedLater = takes() - before;
    String unused = server.cli("FLUSHALL");
    clock.advance(Duration.ofMillis(1));

    assertThat(asked).isZero();
    assertThat(askedLater).isZero();
    assertThat(passed(limiter, 4)).as("what the store has lost").isEqualTo(3);
  }

  @Test
  void a_full_count_has_room_again_when_its_time_is_over_within_that_second_too() {
    TestClock clock = TestClock.create();
    AttemptLimits limits =
        AttemptLimiterContract.only(AttemptLimit.PER_USER, 20)
            .with(
                AttemptLimit.PER_USER,
                new AttemptRule(20, Duration.ofSeconds(1), AttemptRule.Action.REFUSE));
    RedisAttemptLimiter limiter = three(limits, clock).getFirst();
    assertThat(passed(limiter, 25)).isEqualTo(20);

    List<Long> passed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMillis(50));
      passed.add(passed(limiter, 5));
    }

    assertThat(passed).containsOnly(1L);
  }

  @Test
  void a_refusal_that_is_remembered_says_how_long_is_left() {
    TestClock clock = TestClock.create();
    RedisAttemptLimiter limiter =
        three(AttemptLimiterContract.only(AttemptLimit.PER_USER, 3), clock).getFirst();
    assertThat(passed(limiter, 3)).isEqualTo(3);
    Admission.Refused first = (Admission.Refused) limiter.admit(ada());
    clock.advance(Duration.ofMillis(999));

    Admission.Refused second = (Admission.Refused) limiter.admit(ada());

    assertThat(first.retryAfter()).isEqualTo(WINDOW.dividedBy(3));
    assertThat(second).isEqualTo(first);
  }

  /** The scripts that take attempts; a store is looked at by another. */
  private static long takes() {
    return server
        .cli("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_mget:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*?calls=(\\d+).*", "$1")))
        .sum();
  }

  @Test
  void logins_that_were_let_through_and_succeeded_use_nothing_up_when_the_store_is_lost() {
    AttemptLimits limits = AttemptLimiterContract.only(AttemptLimit.PER_USER, 3);
    RedisStore store = opened.add(Stores.open(settings()));
    AttemptLimiter limiter = limiter(store, limits, TestClock.create());
    for (int i = 0; i < 10; i++) {
      admitted(limiter).refund();
    }
    AttemptInProgress last = admitted(limiter);
    store.close();

    last.count();

    assertThat(passed(limiter, 5)).isEqualTo(2);
  }

  @Test
  void while_the_store_is_away_an_instance_counts_alone_and_knows_what_it_let_through() {
    AttemptLimits limits = AttemptLimiterContract.only(AttemptLimit.PER_USER, 3);
    RedisStore store = opened.add(Stores.open(settings()));
    AttemptLimiter limiter = limiter(store, limits, TestClock.create());
    assertThat(passed(limiter, 2)).isEqualTo(2);
    store.close();

    List<Boolean> more = IntStream.range(0, 3).mapToObj(i -> fails(limiter)).toList();

    assertThat(more).containsExactly(true, false, false);
  }

  @Test
  void with_fail_closed_nothing_passes_limits_that_refuse_while_the_store_is_away() {
    RedisSettings settings = settings().withFailClosed(true);
    AttemptLimits limits = AttemptLimiterContract.only(AttemptLimit.PER_USER, 3);
    AttemptLimiter limiter = limiter(Stores.away(settings), limits, TestClock.create());

    Admission admission = limiter.admit(ada());

    assertThat(admission)
        .isEqualTo(new Admission.Refused(AttemptLimit.PER_USER, Duration.ofSeconds(10)));
  }

  @Test
  void with_fail_closed_limits_that_only_watch_refuse_nothing() {
    RedisSettings settings = settings().withFailClosed(true);
    AttemptLimiter limiter =
        limiter(Stores.away(settings), AttemptLimits.watch(), TestClock.create());

    List<Boolean> admitted = IntStream.range(0, 30).mapToObj(i -> fails(limiter)).toList();

    assertThat(admitted).containsOnly(true);
  }

  @Test
  void a_limit_that_does_not_count_a_client_asks_nothing_and_refuses_nothing() {
    RedisSettings settings = settings().withFailClosed(true);
    AttemptLimits limits = AttemptLimiterContract.only(AttemptLimit.PER_NETWORK, 1);
    AttemptLimiter limiter = limiter(Stores.away(settings), limits, TestClock.create());
    LoginSubject four = anAttempt().from("203.0.113.7").build().subject();

    List<Admission> admissions = IntStream.range(0, 3).mapToObj(i -> limiter.admit(four)).toList();

    assertThat(admissions).hasOnlyElementsOfType(Admission.Admitted.class);
  }

  @Test
  void the_store_has_neither_users_nor_addresses_and_forgets_in_time() throws Exception {
    AttemptLimits limits = AttemptLimits.protect();
    RedisSettings settings = Stores.settings(server.url()).withPrefix("clear");
    AttemptLimiter limiter = limiter(opened.add(Stores.open(settings)), limits, TestClock.create());

    boolean unused = fails(limiter);

    List<String> names = server.cli("--raw", "KEYS", "clear:{limits}:*").lines().toList();
    assertThat(names)
        .hasSize(6)
        .allMatch(name -> name.matches("clear:\\{limits}:[A-Za-z0-9_-]{22}"))
        .allMatch(name -> Long.parseLong(server.cli("--raw", "TTL", name)) <= 3600)
        .allMatch(name -> Long.parseLong(server.cli("--raw", "TTL", name)) > 0);
    assertThat(
            Stores.within(
                Duration.ofSeconds(10),
                () ->
                    names.stream()
                        .allMatch(
                            name -> server.cli("--raw", "GET", name).matches("\\d{16} \\d+ 0 0"))))
        .isTrue();
  }

  @Test
  void logins_that_succeed_leave_nothing_in_the_store() throws Exception {
    RedisSettings settings = settings();
    AttemptLimiter limiter =
        limiter(opened.add(Stores.open(settings)), AttemptLimits.watch(), TestClock.create());

    for (int i = 0; i < 100; i++) {
      LoginSubject subject = anAttempt().by("user-" + i + "@example.com").build().subject();
      ((Admission.Admitted) limiter.admit(subject)).attempt().refund();
    }

    assertThat(
            Stores.within(
                Duration.ofSeconds(10),
                () -> server.cli("--raw", "KEYS", settings.prefix() + ":{limits}:*").isEmpty()))
        .isTrue();
  }

  /** As many as are kept while the store is away, and more. */
  @Test
  void however_many_attempts_there_were_each_end_is_told() throws Exception {
    RedisSettings settings = settings();
    AttemptLimiter limiter =
        limiter(
            opened.add(Stores.open(settings)),
            AttemptLimiterContract.only(AttemptLimit.PER_USER, 1000),
            TestClock.create());

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        int user = i;
        var unused =
            threads.submit(
                () -> {
                  LoginSubject subject =
                      anAttempt().by("user-" + user + "@example.com").build().subject();
                  for (int j = 0; j < 180; j++) {
                    ((Admission.Admitted) limiter.admit(subject)).attempt().refund();
                  }
                });
      }
    }

    assertThat(
            Stores.within(
                Duration.ofSeconds(10),
                () -> server.cli("--raw", "KEYS", settings.prefix() + ":{limits}:*").isEmpty()))
        .isTrue();
  }

  private static void awaitWaiting(RedisAttemptLimiter limiter, int number)
      throws InterruptedException {
    assertThat(Stores.within(Duration.ofSeconds(15), () -> limiter.waiting() == number)).isTrue();
  }
}
