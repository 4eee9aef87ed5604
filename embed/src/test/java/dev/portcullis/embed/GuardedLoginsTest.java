package dev.portcullis.embed;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.LogInService;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.login.port.AttemptLimiter.Admission;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.fake.InMemoryCredentialVerifier;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.control.Option;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;

/** The login use case as a gateway has it, with its limits and real threads. */
class GuardedLoginsTest {

  private static final String RIGHT = "correct horse battery staple";
  private static final String WRONG = "wrong";

  private final AtomicInteger submitted = new AtomicInteger();
  private final RecordingJournal journal = new RecordingJournal();

  @Test
  void by_default_nothing_is_refused_and_what_would_be_is_reported() {
    LogInUseCase logIn = logIn(GuardSettings.named("acme"));

    List<OutcomeCode> codes = times(13, i -> logIn.logIn(wrong("ada", "203.0.113.1")).code());

    assertThat(codes).containsOnly(OutcomeCode.WRONG_CREDENTIALS);
    assertThat(journal.limits())
        .hasSize(3)
        .allMatch(it -> it.limit() == AttemptLimit.PER_USER_AND_ADDRESS);
  }

  @Test
  void protected_logins_of_one_user_from_one_address_are_refused_after_ten_failures() {
    LogInUseCase logIn = protectedLogIn();

    List<OutcomeCode> codes = times(12, i -> logIn.logIn(wrong("ada", "203.0.113.1")).code());

    assertThat(codes.subList(0, 10)).containsOnly(OutcomeCode.WRONG_CREDENTIALS);
    assertThat(codes.subList(10, 12)).containsOnly(OutcomeCode.ATTEMPTS_LIMITED);
    assertThat(logIn.logIn(right("ada", "203.0.113.1")).code())
        .isEqualTo(OutcomeCode.ATTEMPTS_LIMITED);
    assertThat(logIn.logIn(right("ada", "203.0.113.2")).code()).isEqualTo(OutcomeCode.GRANTED);
    assertThat(submitted).hasValue(11);
    assertThat(journal.logins()).hasSize(14);
    assertThat(journal.limits()).hasSize(3).allMatch(GatewayEvent.LimitReached::refused);
  }

  @Test
  void without_limits_nothing_stands_before_the_login() {
    LogInUseCase logIn = logIn(GuardSettings.named("acme").withAttemptLimits(AttemptLimits.off()));

    assertThat(logIn).isExactlyInstanceOf(LogInService.class);
  }

  @Test
  void a_limiter_of_ones_own_takes_the_place_of_the_memory() {
    LogInUseCase logIn =
        logIn(
            GuardSettings.named("acme")
                .withAttemptLimits(AttemptLimits.off())
                .withAttemptLimiter(
                    subject -> new Admission.Refused(AttemptLimit.TOTAL, Duration.ofSeconds(7))));

    LoginOutcome outcome = logIn.logIn(right("ada", "203.0.113.1"));

    assertThat(outcome)
        .isEqualTo(new LoginOutcome.AttemptsLimited(AttemptLimit.TOTAL, Duration.ofSeconds(7)));
  }

  /** As Keycloak's brute-force detection does (keycloak/keycloak issue 31726). */
  @Test
  void twenty_simultaneous_right_logins_of_one_user_are_all_granted() throws Exception {
    LogInUseCase logIn = protectedLogIn();

    List<OutcomeCode> codes = atOnce(20, i -> logIn.logIn(right("ada", "203.0.113.1")).code());

    assertThat(codes).hasSize(20).containsOnly(OutcomeCode.GRANTED);
  }

  @Test
  void of_a_thousand_simultaneous_guesses_ten_are_submitted() throws Exception {
    LogInUseCase logIn = protectedLogIn();

    List<OutcomeCode> codes = atOnce(1000, i -> logIn.logIn(wrong("ada", "203.0.113.1")).code());

    assertThat(submitted).hasValue(10);
    assertThat(codes).hasSize(1000).filteredOn(OutcomeCode.WRONG_CREDENTIALS::equals).hasSize(10);
  }

  @Test
  void of_a_thousand_simultaneous_guesses_at_many_users_a_hundred_are_submitted_from_one_address()
      throws Exception {
    LogInUseCase logIn = protectedLogIn();

    List<OutcomeCode> codes =
        atOnce(1000, i -> logIn.logIn(wrong("user-" + i, "203.0.113.1")).code());

    assertThat(submitted).hasValue(100);
    assertThat(codes).filteredOn(OutcomeCode.ATTEMPTS_LIMITED::equals).hasSize(900);
  }

  @Test
  void wrong_passwords_of_one_user_do_not_stop_the_office_behind_the_same_address()
      throws Exception {
    LogInUseCase logIn = protectedLogIn();
    times(500, i -> logIn.logIn(wrong("ada", "203.0.113.1")));

    List<OutcomeCode> colleagues =
        atOnce(200, i -> logIn.logIn(right("user-" + i, "203.0.113.1")).code());
    List<OutcomeCode> typos = times(40, i -> logIn.logIn(wrong("user-" + i, "203.0.113.1")).code());

    assertThat(colleagues).containsOnly(OutcomeCode.GRANTED);
    assertThat(typos).containsOnly(OutcomeCode.WRONG_CREDENTIALS);
  }

  @Test
  void guesses_at_one_user_from_many_addresses_alarm_and_lock_out_nobody() {
    LogInUseCase logIn = protectedLogIn();
    times(200, i -> logIn.logIn(wrong("ada", "198.51.100." + i)));

    OutcomeCode own = logIn.logIn(right("ada", "203.0.113.1")).code();

    assertThat(own).isEqualTo(OutcomeCode.GRANTED);
    assertThat(journal.limits())
        .filteredOn(it -> it.limit() == AttemptLimit.PER_USER)
        .hasSizeGreaterThanOrEqualTo(150);
  }

  @Test
  void the_addresses_of_one_network_have_a_wider_limit() {
    LogInUseCase logIn = protectedLogIn();

    List<OutcomeCode> codes =
        times(
            1100,
            i ->
                logIn
                    .logIn(wrong("user-" + i, "2001:db8:5:" + Integer.toHexString(i % 500) + "::1"))
                    .code());

    assertThat(submitted).hasValue(1000);
    assertThat(codes.subList(1000, 1100)).containsOnly(OutcomeCode.ATTEMPTS_LIMITED);
    assertThat(logIn.logIn(wrong("ada", "2001:db8:6::1")).code())
        .isEqualTo(OutcomeCode.WRONG_CREDENTIALS);
  }

  @Test
  void others_log_in_while_one_subscriber_sends_ten_times_what_the_provider_takes()
      throws Exception {
    LogInUseCase logIn =
        useCases(
            GuardSettings.named("acme").withAttemptLimits(AttemptLimits.protect()),
            new BoundedProvider(200));

    double success = successOfOthers(logIn);

    assertThat(success).isGreaterThanOrEqualTo(0.99);
  }

  /** What the test above would see without limits. */
  @Test
  void without_limits_one_subscriber_that_sends_ten_times_as_much_keeps_others_out()
      throws Exception {
    LogInUseCase logIn =
        useCases(
            GuardSettings.named("acme").withAttemptLimits(AttemptLimits.off()),
            new BoundedProvider(200));

    double success = successOfOthers(logIn);

    assertThat(success).isLessThan(0.9);
  }

  /** The share of 120 logins in three seconds that are granted under attack. */
  private static double successOfOthers(LogInUseCase logIn) throws Exception {
    int seconds = 3;
    int attacks = 2000 * seconds;
    int others = 40 * seconds;
    AtomicInteger granted = new AtomicInteger();
    try (var pace = Executors.newScheduledThreadPool(1);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch planned = new CountDownLatch(attacks / 20 + others);
      for (int i = 0; i < attacks / 20; i++) {
        int burst = i;
        var unused =
            pace.schedule(
                () -> {
                  for (int j = 0; j < 20; j++) {
                    int user = burst * 20 + j;
                    all.add(
                        threads.submit(
                            () ->
                                logIn.logIn(
                                    wrong(
                                        "user-" + user,
                                        "2001:db8:0:7::" + Integer.toHexString(user)))));
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
                            if (logIn.logIn(right("other-" + user, "203.0.113." + user % 250))
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
  private static final class BoundedProvider implements CredentialVerifier {

    private final int perSecond;
    private double room;
    private long refilled = System.nanoTime();

    BoundedProvider(int perSecond) {
      this.perSecond = perSecond;
      this.room = perSecond;
    }

    @Override
    public ProviderReply<Verdict> verify(
        Credentials credentials, GrantRequest request, ClientAddress client) {
      if (!hasRoom()) {
        return ProviderReply.of(
            new LoginOutcome.Unanswered(new ProviderFault.RateLimited(Option.none())));
      }
      pause(20);
      return ProviderReply.of(answer(credentials));
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

  private LogInUseCase protectedLogIn() {
    return logIn(GuardSettings.named("acme").withAttemptLimits(AttemptLimits.protect()));
  }

  private LogInUseCase logIn(GuardSettings settings) {
    return useCases(
        settings,
        (credentials, request, client) -> {
          submitted.incrementAndGet();
          pause(5);
          return ProviderReply.of(answer(credentials));
        });
  }

  private LogInUseCase useCases(GuardSettings settings, CredentialVerifier verifier) {
    return GuardedUseCases.of(
            Provider.of(verifier, what -> "fix it"), settings, journal, TestClock.create())
        .logIn();
  }

  private static Verdict answer(Credentials credentials) {
    return credentials.password().reveal().equals(RIGHT)
        ? InMemoryCredentialVerifier.granted("token")
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

  private static <T> List<T> times(int number, IntFunction<T> each) {
    return IntStream.range(0, number).mapToObj(each).toList();
  }

  private static <T> List<T> atOnce(int number, IntFunction<T> each) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all =
          times(
              number,
              i ->
                  threads.submit(
                      () -> {
                        start.await();
                        return each.apply(i);
                      }));
      start.countDown();
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : all) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}
