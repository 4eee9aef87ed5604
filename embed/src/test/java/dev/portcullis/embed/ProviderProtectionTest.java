package dev.portcullis.embed;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static dev.portcullis.testkit.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.application.protection.BreakerState;
import dev.portcullis.application.protection.ProtectionEvents;
import dev.portcullis.application.protection.ProtectionSettings;
import dev.portcullis.application.protection.ProviderProtection;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OneTimePassword;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderQuota;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.fake.InMemoryMfaProvider;
import dev.portcullis.testkit.fake.InMemoryPasswordResets;
import dev.portcullis.testkit.fake.InMemoryRefreshTokens;
import io.vavr.control.Option;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls through the gate, with real threads and, where they wait, in real time. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProviderProtectionTest {

  private static final Verdict WRONG = new LoginOutcome.WrongCredentials();
  private static final MfaToken MFA = new MfaToken(InMemoryMfaProvider.TOKEN);

  private final TestClock clock = TestClock.create();
  private final AtomicInteger sent = new AtomicInteger();

  static List<ProviderFault> failures() {
    return List.of(
        new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED),
        new ProviderFault.Unreachable(ConnectFault.CONNECT_TIMED_OUT),
        new ProviderFault.Unreachable(ConnectFault.TLS_FAILED),
        new ProviderFault.Unreachable(ConnectFault.UNKNOWN_HOST),
        new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT),
        new ProviderFault.NoAnswer(NoAnswerFault.CONNECTION_LOST),
        new ProviderFault.Unavailable(new ProviderError(503, "", "")));
  }

  static List<Verdict> answers() {
    return List.of(
        WRONG,
        new Verdict.PasswordLeaked(),
        new LoginOutcome.BruteForceBlocked(),
        new LoginOutcome.IpThrottled(),
        new LoginOutcome.TooManyLogins(),
        new LoginOutcome.UserBlocked(),
        new LoginOutcome.VerificationRequired(),
        new LoginOutcome.Unanswered(
            new ProviderFault.Misconfigured(
                Misconfiguration.CLIENT_AUTHENTICATION, new ProviderError(401, "", ""))),
        new LoginOutcome.Unanswered(
            new ProviderFault.Unintelligible(new ProviderError(418, "", ""))),
        new LoginOutcome.Unanswered(new ProviderFault.Overloaded()),
        new LoginOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.CLOSED)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_provider_that_fails_every_call_gets_no_more_of_them(ProviderFault failure) {
    CredentialVerifier verifier =
        guarded(ProtectionSettings.defaults(), new LoginOutcome.Unanswered(failure));
    for (int i = 0; i < 10; i++) {
      logIn(verifier, "203.0.113.1");
      clock.advance(Duration.ofMillis(200));
    }
    int before = sent.get();

    Verdict answer = logIn(verifier, "203.0.113.1");

    assertThat(answer)
        .isEqualTo(
            new LoginOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.BREAKER_OPEN)));
    assertThat(sent).hasValue(before);
    assertThat(before).isBetween(5, 9);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_provider_that_answers_gets_every_call_whatever_it_answers(Verdict answer) {
    CredentialVerifier verifier = guarded(ProtectionSettings.defaults(), answer);

    for (int i = 0; i < 100; i++) {
      logIn(verifier, "203.0.113.1");
      clock.advance(Duration.ofMillis(200));
    }

    assertThat(sent).hasValue(100);
  }

  @Test
  void without_a_breaker_every_call_is_sent() {
    CredentialVerifier verifier =
        guarded(
            ProtectionSettings.defaults().withoutBreaker(),
            new LoginOutcome.Unanswered(failures().getFirst()));

    for (int i = 0; i < 100; i++) {
      logIn(verifier, "203.0.113.1");
      clock.advance(Duration.ofMillis(200));
    }

    assertThat(sent).hasValue(100);
  }

  @Test
  void calls_that_wait_are_refused_when_the_breaker_opens() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CredentialVerifier verifier =
        around(
                ProtectionSettings.defaults().withConcurrent(6),
                InstantSource.system(),
                call -> {
                  await(hanging);
                  return ProviderReply.of(WRONG);
                })
            .verifier();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Verdict>> first = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        first.add(callers.submit(() -> logIn(verifier, "203.0.113.1")));
      }
      TimeUnit.MILLISECONDS.sleep(200);
      List<Future<Verdict>> waiting = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        waiting.add(callers.submit(() -> logIn(verifier, "203.0.113.2")));
      }
      TimeUnit.MILLISECONDS.sleep(1400);

      Verdict late = logIn(verifier, "203.0.113.3");

      Verdict refused =
          new LoginOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.BREAKER_OPEN));
      assertThat(late).isEqualTo(refused);
      for (Future<Verdict> each : waiting) {
        assertThat(each.get(500, TimeUnit.MILLISECONDS)).isEqualTo(refused);
      }
      hanging.countDown();
      for (Future<Verdict> each : first) {
        assertThat(each.get()).isEqualTo(WRONG);
      }
      assertThat(sent).hasValue(6);
    }
  }

  @Test
  void no_more_calls_are_in_progress_than_may_be() throws Exception {
    AtomicInteger inProgress = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ProviderProtection protection =
        protection(ProtectionSettings.defaults().withConcurrent(7), InstantSource.system());
    CredentialVerifier verifier =
        protection
            .around(
                provider(
                    call -> {
                      most.accumulateAndGet(inProgress.incrementAndGet(), Math::max);
                      sleep(20);
                      inProgress.decrementAndGet();
                      return ProviderReply.of(WRONG);
                    }))
            .verifier();

    List<Verdict> answers = atOnce(14, i -> logIn(verifier, "203.0.113." + i));

    assertThat(most).hasValue(7);
    assertThat(answers).containsOnly(WRONG);
    assertThat(protection.state().inProgress()).isZero();
    assertThat(protection.state().waiting()).isZero();
  }

  @Test
  void a_learned_limit_is_kept_to_and_what_is_too_much_is_refused_at_once() throws Exception {
    List<Instant> calls = new ArrayList<>();
    ProviderProtection protection =
        protection(ProtectionSettings.defaults(), InstantSource.system());
    CredentialVerifier verifier =
        protection
            .around(
                provider(
                    call -> {
                      synchronized (calls) {
                        calls.add(Instant.now());
                      }
                      return new ProviderReply<>(
                          WRONG,
                          Option.none(),
                          Option.some(new ProviderQuota(40, 20, Option.none())));
                    }))
            .verifier();
    logIn(verifier, "203.0.113.1");
    List<Duration> refusals = new ArrayList<>();

    List<Verdict> answers =
        atOnce(
            200,
            i -> {
              Instant start = Instant.now();
              Verdict answer = logIn(verifier, "203.0.113." + i % 50);
              if (!answer.equals(WRONG)) {
                synchronized (refusals) {
                  refusals.add(Duration.between(start, Instant.now()));
                }
              }
              return answer;
            });

    assertThat(protection.state().rateLimit()).contains(40);
    assertThat(answers).filteredOn(WRONG::equals).hasSizeBetween(40, 61);
    assertThat(answers)
        .filteredOn(it -> !it.equals(WRONG))
        .allMatch(
            it ->
                it instanceof LoginOutcome.Unanswered(var why)
                    && why instanceof ProviderFault.Overloaded(var wait)
                    && wait.isDefined());
    refusals.sort(Duration::compareTo);
    assertThat(refusals.get(refusals.size() / 2)).isLessThan(Duration.ofMillis(300));
    assertThat(Duration.between(calls.getFirst(), calls.getLast()).toMillis()).isLessThan(2500);
  }

  @Test
  void after_a_refusal_of_the_provider_nothing_is_sent_until_the_time_it_names() {
    List<Verdict> script =
        new ArrayList<>(
            List.of(
                WRONG,
                new LoginOutcome.Unanswered(
                    new ProviderFault.RateLimited(Option.some(Duration.ofSeconds(30))))));
    CredentialVerifier verifier =
        around(
                ProtectionSettings.defaults(),
                clock,
                call -> ProviderReply.of(script.isEmpty() ? WRONG : script.removeFirst()))
            .verifier();
    logIn(verifier, "203.0.113.1");
    logIn(verifier, "203.0.113.1");
    clock.advance(Duration.ofSeconds(10));

    Verdict paused = logIn(verifier, "203.0.113.2");
    clock.advance(Duration.ofSeconds(21));
    Verdict after = logIn(verifier, "203.0.113.2");

    assertThat(paused)
        .isEqualTo(
            new LoginOutcome.Unanswered(
                new ProviderFault.Overloaded(Option.some(Duration.ofSeconds(20)))));
    assertThat(after).isEqualTo(WRONG);
    assertThat(sent).hasValue(3);
  }

  @Test
  void a_quota_that_is_used_up_is_waited_for() {
    Instant refill =
        Instant.now().plusMillis(1500).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    List<Instant> calls = new ArrayList<>();
    CredentialVerifier verifier =
        around(
                ProtectionSettings.defaults(),
                InstantSource.system(),
                call -> {
                  calls.add(Instant.now());
                  return new ProviderReply<>(
                      WRONG,
                      Option.none(),
                      Option.some(new ProviderQuota(100, 0, Option.some(refill))));
                })
            .verifier();

    logIn(verifier, "203.0.113.1");
    logIn(verifier, "203.0.113.1");

    assertThat(calls.get(1)).isAfterOrEqualTo(refill);
    assertThat(Duration.between(refill, calls.get(1)).toMillis()).isCloseTo(0, within(300L));
  }

  @Test
  void a_page_of_the_operators_own_calls_nobody() {
    HandOffPasswordResets page = new HandOffPasswordResets("https://example.com/reset");
    Provider provider = provider(call -> ProviderReply.of(WRONG)).withPasswordResets(page);

    Provider guarded = protection(ProtectionSettings.defaults(), clock).around(provider);

    assertThat(guarded.passwordResets().get()).isSameAs(page);
  }

  @Test
  void a_reset_that_calls_nobody_does_not_close_the_breaker() {
    ProviderProtection protection = protection(ProtectionSettings.defaults(), clock);
    Provider guarded =
        protection.around(
            provider(call -> ProviderReply.of(new LoginOutcome.Unanswered(failures().getFirst())))
                .withPasswordResets(subject -> new ResetStart.ResetNotStarted()));
    for (int i = 0; i < 10; i++) {
      logIn(guarded.verifier(), "203.0.113.1");
      clock.advance(Duration.ofMillis(200));
    }
    clock.advance(Duration.ofSeconds(5));

    guarded.passwordResets().get().start(anAttempt().build().subject());

    assertThat(protection.state().breaker()).isEqualTo(BreakerState.OPEN);
  }

  /** A kind of call to the provider, and what it says when it is not sent. */
  record Kind(String name, boolean paced, Function<Provider, Option<ProviderFault>> call) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind(
            "login",
            true,
            it ->
                logIn(it.verifier(), "203.0.113.1") instanceof LoginOutcome.Unanswered(var why)
                    ? Option.some(why)
                    : Option.none()),
        new Kind(
            "renewal",
            true,
            it ->
                it.refreshTokens()
                    .get()
                    .renew(new RefreshToken("token"), Option.none(), client("203.0.113.1"))
                    .answer()
                    .fault()),
        new Kind(
            "second factor",
            true,
            it ->
                it.secondFactors()
                    .get()
                    .verify(
                        MFA, new MfaProof.Otp(new OneTimePassword("123456")), client("203.0.113.1"))
                    .answer()
                    .fault()),
        new Kind(
            "revocation",
            false,
            it -> it.refreshTokens().get().revoke(new RefreshToken("token")).answer().fault()),
        new Kind(
            "authenticators",
            false,
            it -> it.secondFactors().get().authenticators(MFA).answer().fault()),
        new Kind(
            "challenge",
            false,
            it ->
                it.secondFactors()
                    .get()
                    .challenge(MFA, Option.none(), Option.none())
                    .answer()
                    .fault()),
        new Kind(
            "enrollment",
            false,
            it -> it.secondFactors().get().enroll(MFA, new Enrollment.Otp()).answer().fault()),
        new Kind(
            "reset",
            false,
            it -> it.passwordResets().get().start(anAttempt().build().subject()).fault()));
  }

  private Provider complete(Function<LoginAttempt, ProviderReply<Verdict>> answer) {
    return provider(answer)
        .withRefreshTokens(new InMemoryRefreshTokens())
        .withSecondFactors(new InMemoryMfaProvider())
        .withPasswordResets(new InMemoryPasswordResets(new ResetStart.ResetMailSent()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void no_call_of_any_kind_is_sent_while_the_breaker_is_open(Kind kind) {
    ProviderFault failure = failures().getFirst();
    Provider guarded =
        protection(ProtectionSettings.defaults(), clock)
            .around(complete(call -> ProviderReply.of(new LoginOutcome.Unanswered(failure))));
    Option<ProviderFault> before = kind.call().apply(guarded);
    for (int i = 0; i < 10; i++) {
      logIn(guarded.verifier(), "203.0.113.1");
      clock.advance(Duration.ofMillis(200));
    }

    Option<ProviderFault> refused = kind.call().apply(guarded);

    assertThat(before).isEqualTo(Option.when(kind.name().equals("login"), failure));
    assertThat(refused).contains(new ProviderFault.Unreachable(ConnectFault.BREAKER_OPEN));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void logins_renewals_and_last_steps_keep_to_the_limit_and_other_calls_have_their_own(Kind kind) {
    TenantPace never =
        new TenantPace() {
          @Override
          public Duration take(int perSecond) {
            return Duration.ofHours(1);
          }

          @Override
          public void pause(Duration time) {}
        };
    Provider guarded =
        new ProviderProtection(
                ProtectionSettings.defaults().withRateLimit(5), never, ProtectionEvents.NONE, clock)
            .around(complete(call -> ProviderReply.of(WRONG)));

    Option<ProviderFault> answer = kind.call().apply(guarded);

    assertThat(answer.exists(ProviderFault.Overloaded.class::isInstance)).isEqualTo(kind.paced());
    assertThat(answer.isDefined()).isEqualTo(kind.paced());
  }

  /** A call that is paced, from an address. */
  record Paced(String name, BiConsumer<Provider, ClientAddress> call) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Paced> paced() {
    return List.of(
        new Paced("login", (it, client) -> logIn(it.verifier(), client.toString())),
        new Paced(
            "renewal",
            (it, client) ->
                it.refreshTokens().get().renew(new RefreshToken("token"), Option.none(), client)),
        new Paced(
            "second factor",
            (it, client) ->
                it.secondFactors()
                    .get()
                    .verify(MFA, new MfaProof.Otp(new OneTimePassword("123456")), client)));
  }

  @ParameterizedTest
  @MethodSource("paced")
  void the_addresses_of_one_subscriber_wait_for_one_turn(Paced kind) throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    CountDownLatch hanging = new CountDownLatch(1);
    ProviderProtection protection =
        protection(ProtectionSettings.defaults().withConcurrent(1), InstantSource.system());
    Provider guarded =
        protection.around(
            Provider.of(
                    (credentials, request, client) -> {
                      order.add(client.toString());
                      await(hanging);
                      return ProviderReply.of(WRONG);
                    },
                    what -> "fix it")
                .withRefreshTokens(
                    recording(RefreshTokens.class, new InMemoryRefreshTokens(), order))
                .withSecondFactors(recording(MfaProvider.class, new InMemoryMfaProvider(), order)));
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      callers.execute(() -> logIn(guarded.verifier(), "203.0.113.1"));
      while (order.isEmpty()) {
        sleep(2);
      }
      int waiting = 0;
      for (String address :
          List.of("2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2::3", "203.0.113.2")) {
        callers.execute(() -> kind.call().accept(guarded, client(address)));
        waiting++;
        while (protection.state().waiting() < waiting) {
          sleep(2);
        }
      }
      hanging.countDown();
    }

    // Were each address a source of its own, the last of them would come before the other user.
    assertThat(order)
        .hasSize(5)
        .startsWith("203.0.113.1", "2001:db8:1:2::1")
        .containsSubsequence("203.0.113.2", "2001:db8:1:2::3");
  }

  /** The same, which notes the addresses of its calls. */
  private static <T> T recording(Class<T> type, T provider, List<String> order) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              for (Object argument : arguments) {
                if (argument instanceof ClientAddress client) {
                  order.add(client.toString());
                }
              }
              return method.invoke(provider, arguments);
            }));
  }

  private CredentialVerifier guarded(ProtectionSettings settings, Verdict answer) {
    return around(settings, clock, call -> ProviderReply.of(answer)).verifier();
  }

  private Provider around(
      ProtectionSettings settings,
      InstantSource time,
      Function<LoginAttempt, ProviderReply<Verdict>> answer) {
    return protection(settings, time).around(provider(answer));
  }

  private static ProviderProtection protection(ProtectionSettings settings, InstantSource time) {
    return new ProviderProtection(settings, new Spaced(), ProtectionEvents.NONE, time);
  }

  private Provider provider(Function<LoginAttempt, ProviderReply<Verdict>> answer) {
    return Provider.of(
        (credentials, request, client) -> {
          sent.incrementAndGet();
          return answer.apply(anAttempt().build());
        },
        what -> "");
  }

  private static Verdict logIn(CredentialVerifier verifier, String address) {
    LoginAttempt attempt = anAttempt().from(address).build();
    return verifier.verify(attempt.credentials(), attempt.request(), attempt.client()).answer();
  }

  private static <T> List<T> atOnce(int times, Function<Integer, T> call) throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> calls = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        calls.add(callers.submit(() -> call.apply(number)));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> each : calls) {
        answers.add(each.get());
      }
      return answers;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Spaces all calls evenly, in real time. */
  private static final class Spaced implements TenantPace {

    private Instant due = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;

    @Override
    public synchronized Duration take(int perSecond) {
      Instant now = Instant.now();
      Instant next = due.isAfter(pausedUntil) ? due : pausedUntil;
      if (now.isBefore(next)) {
        return Duration.between(now, next);
      }
      due = now.plusNanos(1_000_000_000L / perSecond);
      return Duration.ZERO;
    }

    @Override
    public synchronized void pause(Duration time) {
      pausedUntil = Instant.now().plus(time);
    }
  }
}
