package dev.portcullis.adapters.redis;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.memory.InMemoryAttemptLimiter;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.LimitedLogIn;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.testkit.fake.InMemoryCredentialVerifier;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Logins on three instances with one store, in real time and under the limits of {@code protect}.
 */
@Timeout(180)
class SharedAttemptLimitsTest {

  private static final String RIGHT = "correct horse battery staple";
  private static final String WRONG = "wrong";

  /** Generous, as the machine may be busy. */
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Of one user at one address. */
  private static final int LIMIT = 10;

  @TempDir private Path folder = Path.of(".");

  private final AtomicInteger submitted = new AtomicInteger();
  private final List<RecordingEvents> events = new ArrayList<>();
  private final Opened opened = new Opened();
  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.thaw();
    opened.close();
    server.close();
  }

  /** What happens to the store while logins are in progress. */
  enum Loss {
    KILLED,
    FROZEN,
    FLUSHED;

    void begin(RedisServer server) {
      switch (this) {
        case KILLED -> server.kill();
        case FROZEN -> server.freeze();
        case FLUSHED -> {
          String unused = server.cli("FLUSHALL");
        }
      }
    }

    void end(RedisServer server) {
      switch (this) {
        case KILLED -> server.startAgain();
        case FROZEN -> server.thaw();
        case FLUSHED -> {}
      }
    }
  }

  @Test
  void of_a_thousand_simultaneous_guesses_no_more_than_the_limit_are_submitted() throws Exception {
    List<LogInUseCase> instances = three(this::answer);

    List<OutcomeCode> codes =
        atOnce(1000, i -> instances.get(i % 3).logIn(wrong("ada", "203.0.113.1")).code());

    assertThat(submitted).hasValue(LIMIT);
    assertThat(codes).filteredOn(OutcomeCode.ATTEMPTS_LIMITED::equals).hasSize(1000 - LIMIT);
  }

  /** Scripts are sent by their digest. */
  @Test
  void a_store_that_has_lost_its_scripts_still_counts_for_all() throws Exception {
    List<LogInUseCase> instances = three(this::answer);
    for (int i = 0; i < LIMIT; i++) {
      assertThat(server.cli("SCRIPT", "FLUSH")).contains("OK");
      assertThat(instances.get(i % 3).logIn(wrong("ada", "203.0.113.1")).code())
          .isEqualTo(OutcomeCode.WRONG_CREDENTIALS);
    }
    server.cli("SCRIPT", "FLUSH");

    OutcomeCode code = instances.getFirst().logIn(wrong("ada", "203.0.113.1")).code();

    assertThat(code).isEqualTo(OutcomeCode.ATTEMPTS_LIMITED);
    assertThat(events).allMatch(RecordingEvents::isBack);
    assertThat(events).allMatch(it -> it.failures().isEmpty());
  }

  /** Attempts wait for each other to be sent together. */
  @Test
  void a_store_that_is_closed_holds_no_login() throws Exception {
    LogInUseCase instance = instance(SharedAttemptLimitsTest::outcome);
    AtomicInteger user = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<OutcomeCode>> last = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        last.add(
            threads.submit(
                () -> {
                  OutcomeCode code = OutcomeCode.GRANTED;
                  while (code == OutcomeCode.GRANTED && events.getFirst().failures().isEmpty()) {
                    int next = user.incrementAndGet();
                    code = instance.logIn(right("u" + next, "203.0.113." + next % 250)).code();
                  }
                  return code;
                }));
      }
      assertThat(Stores.within(SOON, () -> user.get() > 1000)).isTrue();

      opened.close();

      assertThat(all(last)).containsOnly(OutcomeCode.GRANTED);
    }
  }

  @Test
  void of_twenty_simultaneous_right_logins_of_one_user_none_is_refused() throws Exception {
    List<LogInUseCase> instances = three(this::answer);
    for (int i = 0; i < LIMIT - 1; i++) {
      assertThat(instances.get(i % 3).logIn(wrong("ada", "203.0.113.1")).code())
          .isEqualTo(OutcomeCode.WRONG_CREDENTIALS);
    }

    List<OutcomeCode> codes =
        atOnce(20, i -> instances.get(i % 3).logIn(right("ada", "203.0.113.1")).code());

    assertThat(codes).containsOnly(OutcomeCode.GRANTED);
  }

  @ParameterizedTest
  @EnumSource
  void right_logins_are_not_refused_when_the_store_is_lost_and_when_it_is_back(Loss loss)
      throws Exception {
    List<LogInUseCase> instances = three(this::slowAnswer);
    List<OutcomeCode> codes;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<OutcomeCode>> logins =
          IntStream.range(0, 40)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> instances.get(i % 3).logIn(right("ada", "203.0.113.1")).code()))
              .toList();
      // Ten are in progress, the others wait.
      assertThat(Stores.within(SOON, () -> submitted.get() >= LIMIT)).isTrue();

      loss.begin(server);

      codes = all(logins);
    }
    loss.end(server);
    assertThat(Stores.within(SOON, () -> events.stream().allMatch(RecordingEvents::isBack)))
        .isTrue();

    List<OutcomeCode> later =
        atOnce(40, i -> instances.get(i % 3).logIn(right("ada", "203.0.113.1")).code());

    assertThat(codes).hasSize(40).containsOnly(OutcomeCode.GRANTED);
    assertThat(later).hasSize(40).containsOnly(OutcomeCode.GRANTED);
  }

  @ParameterizedTest
  @EnumSource
  void without_the_store_each_instance_has_the_limit_and_knows_what_it_let_through(Loss loss)
      throws Exception {
    List<LogInUseCase> instances = three(this::answer);
    List<OutcomeCode> before =
        atOnce(6, i -> instances.get(i % 3).logIn(wrong("ada", "203.0.113.1")).code());

    loss.begin(server);
    List<OutcomeCode> codes =
        atOnce(300, i -> instances.get(i % 3).logIn(wrong("ada", "203.0.113.1")).code());

    assertThat(before).containsOnly(OutcomeCode.WRONG_CREDENTIALS);
    assertThat(codes).contains(OutcomeCode.ATTEMPTS_LIMITED);
    assertThat(submitted.get()).isBetween(LIMIT, 3 * LIMIT);
    loss.end(server);
  }

  /** Otherwise they would stay counted, and keep a user out who only was unlucky. */
  @Test
  void what_ends_while_the_store_is_away_is_refunded_when_it_is_back() throws Exception {
    List<LogInUseCase> instances = three(this::slowAnswer);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<OutcomeCode>> logins =
          IntStream.range(0, LIMIT)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> instances.get(0).logIn(right("ada", "203.0.113.1")).code()))
              .toList();
      assertThat(Stores.within(SOON, () -> submitted.get() == LIMIT)).isTrue();
      server.freeze();
      assertThat(Stores.within(SOON, () -> events.getFirst().isAway())).isTrue();
      assertThat(all(logins)).containsOnly(OutcomeCode.GRANTED);
    }

    server.thaw();

    assertThat(Stores.within(SOON, () -> events.stream().allMatch(RecordingEvents::isBack)))
        .isTrue();
    assertThat(
            Stores.within(
                SOON, () -> server.cli("--raw", "KEYS", "portcullis:{limits}:*").isEmpty()))
        .isTrue();
  }

  @Test
  void others_log_in_while_one_subscriber_sends_ten_times_what_the_provider_takes()
      throws Exception {
    BoundedProvider provider = new BoundedProvider(200);

    double success = successOfOthers(three(provider::logIn));

    assertThat(success).isGreaterThanOrEqualTo(0.99);
  }

  /** What the test above would see without limits. */
  @Test
  void without_limits_one_subscriber_that_sends_ten_times_as_much_keeps_others_out()
      throws Exception {
    LogInUseCase provider = new BoundedProvider(200)::logIn;

    double success = successOfOthers(List.of(provider, provider, provider));

    assertThat(success).isLessThan(0.9);
  }

  /** The share of 120 logins in three seconds that are granted under attack. */
  private static double successOfOthers(List<LogInUseCase> instances) throws Exception {
    int seconds = 3;
    int bursts = 100 * seconds;
    int others = 40 * seconds;
    AtomicInteger granted = new AtomicInteger();
    try (var pace = Executors.newScheduledThreadPool(1);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch planned = new CountDownLatch(bursts + others);
      for (int i = 0; i < bursts; i++) {
        int burst = i;
        var unused =
            pace.schedule(
                () -> {
                  for (int j = 0; j < 20; j++) {
                    int user = burst * 20 + j;
                    String address = "2001:db8:0:7::" + Integer.toHexString(user);
                    all.add(
                        threads.submit(
                            () -> instances.get(user % 3).logIn(wrong("user-" + user, address))));
                  }
                  planned.countDown();
                },
                10L * i,
                TimeUnit.MILLISECONDS);
      }
      for (int i = 0; i < others; i++) {
        int user = i;
        var unused =
            pace.schedule(
                () -> {
                  all.add(
                      threads.submit(
                          () -> {
                            if (instances
                                    .get(user % 3)
                                    .logIn(right("other-" + user, "203.0.113." + user % 250))
                                instanceof LoginOutcome.Granted) {
                              granted.incrementAndGet();
                            }
                          }));
                  planned.countDown();
                },
                25L * i,
                TimeUnit.MILLISECONDS);
      }
      assertThat(planned.await(60, TimeUnit.SECONDS)).isTrue();
      for (Future<?> each : all) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    return granted.get() / (double) others;
  }

  /** Takes a number of logins a second, and as many at once; others are rate-limited. */
  private static final class BoundedProvider {

    private final int perSecond;
    private double room;
    private long refilled = System.nanoTime();

    BoundedProvider(int perSecond) {
      this.perSecond = perSecond;
      this.room = perSecond;
    }

    LoginOutcome logIn(LoginAttempt attempt) {
      if (!hasRoom()) {
        return new LoginOutcome.Unanswered(new ProviderFault.RateLimited(Option.none()));
      }
      pause(20);
      return outcome(attempt);
    }

    private synchronized boolean hasRoom() {
      long now = System.nanoTime();
      room = Math.min(perSecond, room + (now - refilled) * 1e-9 * perSecond);
      refilled = now;
      if (room < 1) {
        return false;
      }
      room--;
      return true;
    }
  }

  private List<LogInUseCase> three(LogInUseCase provider) {
    return IntStream.range(0, 3).mapToObj(i -> instance(provider)).toList();
  }

  private LogInUseCase instance(LogInUseCase provider) {
    InstantSource time = InstantSource.system();
    AttemptLimits limits = AttemptLimits.protect();
    RecordingEvents recorded = new RecordingEvents();
    events.add(recorded);
    RedisStore store =
        opened.add(
            Stores.open(
                Stores.settings(server.url()).withTimeout(Duration.ofSeconds(2)), recorded));
    return new LimitedLogIn(
        provider,
        store.attemptLimiter(
            limits,
            new InMemoryAttemptLimiter(limits, 250_000, time),
            Duration.ofSeconds(12),
            time),
        Journal.NONE,
        time);
  }

  private LoginOutcome answer(LoginAttempt attempt) {
    submitted.incrementAndGet();
    pause(20);
    return outcome(attempt);
  }

  private LoginOutcome slowAnswer(LoginAttempt attempt) {
    submitted.incrementAndGet();
    pause(200);
    if (submitted.get() == LIMIT) {
      // Until the store is away.
      pause(2500);
    }
    return outcome(attempt);
  }

  private static LoginOutcome outcome(LoginAttempt attempt) {
    return attempt.credentials().password().reveal().equals(RIGHT)
        ? (LoginOutcome) InMemoryCredentialVerifier.granted("token")
        : new LoginOutcome.WrongCredentials();
  }

  private static LoginAttempt right(String user, String address) {
    return attempt(user, address, RIGHT);
  }

  private static LoginAttempt wrong(String user, String address) {
    return attempt(user, address, WRONG);
  }

  private static LoginAttempt attempt(String user, String address, String password) {
    return anAttempt().by(user + "@example.com").from(address).withPassword(password).build();
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> List<T> all(List<Future<T>> futures) throws Exception {
    List<T> answers = new ArrayList<>();
    for (Future<T> future : futures) {
      answers.add(future.get(60, TimeUnit.SECONDS));
    }
    return answers;
  }

  private static <T> List<T> atOnce(int number, IntFunction<T> each) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures =
          IntStream.range(0, number)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            start.await();
                            return each.apply(i);
                          }))
              .toList();
      start.countDown();
      return all(futures);
    }
  }
}
