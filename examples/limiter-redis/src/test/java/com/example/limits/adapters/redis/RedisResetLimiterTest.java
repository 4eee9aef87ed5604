package com.example.limits.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.TestClock;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@Timeout(120)
class RedisResetLimiterTest {

  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final String PASSWORD = "canary-81-of-redis";

  private final Logger logger = (Logger) LoggerFactory.getLogger(RedisResetLimiter.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void readTheLog() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() throws Exception {
    logger.detachAppender(log);
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void instances_count_together() throws Exception {
    RedisServer redis = started(RedisServer.startOrSkip());
    RedisResetLimiter one = limiter(redis.url());
    RedisResetLimiter two = limiter(redis.url());

    List<Boolean> through =
        IntStream.range(0, 6)
            .mapToObj(i -> (i % 2 == 0 ? one : two).take(ada(i)).isEmpty())
            .toList();

    assertThat(through).containsExactly(true, true, true, false, false, false);
  }

  @Test
  void a_refused_reset_counts_for_nobody() throws Exception {
    RedisServer redis = started(RedisServer.startOrSkip());
    RedisResetLimiter limiter = limiter(redis.url());
    IntStream.range(0, 3).forEach(i -> limiter.take(ada(1)));

    IntStream.range(0, 30).forEach(i -> limiter.take(ada(7)));

    assertThat(limiter.take(subject("bob@example.com", 7)).isEmpty()).isTrue();
  }

  @Test
  void redis_has_hashes_and_numbers_alone_and_forgets_them_after_the_window() throws Exception {
    RedisServer redis = started(RedisServer.startOrSkip());
    RedisResetLimiter limiter = limiter(redis.url());
    limiter.take(ada(7));
    limiter.take(ada(7));

    read(
        redis,
        commands -> {
          assertThat(commands.keys("*"))
              .hasSize(2)
              .allMatch(key -> key.matches("\\{portcullis-resets}:(user|address):[0-9a-f]{32}"))
              .allSatisfy(
                  key -> {
                    assertThat(commands.get(key)).matches("[0-9]{16}");
                    assertThat(commands.pttl(key)).isBetween(1L, WINDOW.toMillis());
                  });
        });
  }

  @Test
  void keys_are_those_of_the_secret_and_a_short_one_is_refused() {
    SubjectKeys one = SubjectKeys.keyed("a key of the tests, 32 characters");
    SubjectKeys other = SubjectKeys.keyed("another key of the tests, longer");

    assertThat(one.user(ada(7))).isEqualTo(one.user(subject(" ADA@example.com", 8)));
    assertThat(one.user(ada(7))).isNotEqualTo(other.user(ada(7)));
    assertThat(one.address(ada(7))).isNotEqualTo(other.address(ada(7)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SubjectKeys.keyed("too short"))
        .withMessage("key: 9 characters (expected: at least 32)");
  }

  /** How Redis can be away. */
  enum Away {
    NEVER_THERE,
    KILLED,
    FROZEN,
    FROZEN_BEFORE_THE_FIRST_CALL,
    FULL,
    WRONG_PASSWORD
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_let_through_however_redis_is_away_and_each_call_ends_soon(Away how)
      throws Exception {
    RedisServer redis = started(RedisServer.startOrSkip());
    RedisResetLimiter limiter =
        limiter(redis.url().replace("redis://", "redis://:" + PASSWORD + "@"));
    read(redis, commands -> commands.configSet("requirepass", PASSWORD));
    if (how != Away.FROZEN_BEFORE_THE_FIRST_CALL && how != Away.NEVER_THERE) {
      assertThat(limiter.take(ada(1)).isEmpty()).isTrue();
    }
    switch (how) {
      case NEVER_THERE, KILLED -> redis.kill();
      case FROZEN, FROZEN_BEFORE_THE_FIRST_CALL -> redis.signal("STOP");
      case FULL -> configure(redis, "maxmemory", "1");
      case WRONG_PASSWORD -> {
        configure(redis, "requirepass", "another");
        redis.kill();
        redis.restart();
        read(redis, commands -> commands.configSet("requirepass", "another"));
      }
    }

    List<Option<Duration>> answers = new ArrayList<>();
    List<Duration> times = new ArrayList<>();
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Duration>> calls =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      users.submit(
                          () -> {
                            long start = System.nanoTime();
                            Option<Duration> answer = limiter.take(ada(i % 250));
                            synchronized (answers) {
                              answers.add(answer);
                            }
                            return Duration.ofNanos(System.nanoTime() - start);
                          }))
              .toList();
      for (Future<Duration> call : calls) {
        times.add(call.get());
      }
    }

    assertThat(answers)
        .hasSize(200)
        .allMatch(Option::isDefined)
        .allSatisfy(wait -> assertThat(wait.get()).isBetween(Duration.ofSeconds(1), WINDOW));
    assertThat(times).allMatch(time -> time.compareTo(Duration.ofSeconds(15)) < 0);
    assertThat(log.list.getFirst().getFormattedMessage())
        .startsWith("Redis is away, no password reset is started: ");
    assertThat(log.list)
        .allMatch(event -> event.getThrowableProxy() == null)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains(PASSWORD) || line.contains("127.0.0.1"));
  }

  @Test
  void the_first_call_after_redis_is_back_is_let_through() throws Exception {
    RedisServer redis = started(RedisServer.startOrSkip());
    RedisResetLimiter limiter = limiter(redis.url());
    boolean before = limiter.take(ada(1)).isEmpty();
    redis.kill();
    boolean away = limiter.take(ada(1)).isEmpty();

    redis.restart();
    boolean after = limiter.take(ada(1)).isEmpty();

    assertThat(List.of(before, away, after)).containsExactly(true, false, true);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSize(2)
        .last()
        .isEqualTo("Redis is back");
  }

  @Test
  void a_connection_that_was_lost_between_two_calls_refuses_nobody() throws Exception {
    RedisServer redis = started(RedisServer.startOrSkip());
    RedisResetLimiter limiter = limiter(redis.url());
    boolean before = limiter.take(ada(1)).isEmpty();

    redis.kill();
    redis.restart();
    boolean after = limiter.take(ada(1)).isEmpty();

    assertThat(List.of(before, after)).containsExactly(true, true);
  }

  @Test
  void a_limiter_that_is_closed_lets_nothing_through() throws Exception {
    RedisServer redis = started(RedisServer.startOrSkip());
    RedisResetLimiter used = limiter(redis.url());
    RedisResetLimiter unused = limiter(redis.url());
    used.take(ada(1));

    used.close();
    unused.close();

    assertThat(used.take(ada(1)).isDefined()).isTrue();
    assertThat(unused.take(ada(1)).isDefined()).isTrue();
  }

  @Test
  void a_call_whose_answer_is_lost_is_counted_once() throws Exception {
    RedisServer redis = started(RedisServer.startOrSkip());
    AnswerLosingProxy proxy = started(new AnswerLosingProxy(redis));
    RedisResetLimiter limiter = limiter(proxy.url());

    List<Boolean> through =
        IntStream.range(0, 4).mapToObj(i -> limiter.take(ada(1)).isEmpty()).toList();

    assertThat(through).containsExactly(false, true, true, false);
  }

  @Test
  void a_frozen_redis_that_goes_on_is_used_again_and_has_counted_no_call_twice() throws Exception {
    RedisServer redis = started(RedisServer.startOrSkip());
    RedisResetLimiter limiter = limiter(redis.url());
    limiter.take(ada(1));
    redis.signal("STOP");
    boolean away = limiter.take(ada(1)).isEmpty();

    redis.signal("CONT");
    List<Boolean> after =
        IntStream.range(0, 3).mapToObj(i -> limiter.take(ada(1)).isEmpty()).toList();

    assertThat(away).isFalse();
    // The call that timed out is counted at most once: it was sent, and Redis executes it late.
    assertThat(after).startsWith(true).endsWith(false);
  }

  @Test
  void a_url_that_is_none_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> limiter("http://127.0.0.1"));
  }

  private RedisResetLimiter limiter(String url) {
    return started(
        new RedisResetLimiter(
            url,
            SubjectKeys.keyed("a key of the tests, 32 characters"),
            new ResetLimits(3, 20, WINDOW),
            TestClock.create()));
  }

  private <T extends AutoCloseable> T started(T one) {
    open.add(one);
    return one;
  }

  private static LoginSubject ada(int host) {
    return subject("ada@example.com", host);
  }

  private static LoginSubject subject(String user, int host) {
    return Fixtures.anAttempt().by(user).from("203.0.113." + host).build().subject();
  }

  private static void configure(RedisServer redis, String name, String value) {
    read(
        redis.url().replace("redis://", "redis://:" + PASSWORD + "@"),
        commands -> commands.configSet(name, value));
  }

  private static void read(RedisServer redis, Consumer<RedisCommands<String, String>> what) {
    read(redis.url(), what);
  }

  private static void read(String url, Consumer<RedisCommands<String, String>> what) {
    RedisClient client = RedisClient.create(url);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      what.accept(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
