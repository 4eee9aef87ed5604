package dev.portcullis.embed;

import static dev.portcullis.embed.Gates.gate;
import static dev.portcullis.embed.Gates.settings;
import static dev.portcullis.embed.Gates.userAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.application.protection.BreakerState;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.embed.MoodyTenant.Mood;
import dev.portcullis.embed.MoodyTenant.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway in front of a tenant that has a rate limit, hangs, fails, dies and comes back. */
@Timeout(120)
class TenantProtectionTest {

  private static final Duration QUICK = Duration.ofMillis(5);
  private static final int LIMIT = 40;

  /** Calls that this machine may delay into the next second; the tenant's own count is exact. */
  private static final int LATE = 8;

  private final AtomicInteger users = new AtomicInteger();
  private final Queue<Ended> logins = new ConcurrentLinkedQueue<>();

  /** A login from the caller's side. */
  private record Ended(String address, long started, Duration took, LoginOutcome outcome) {

    OutcomeCode code() {
      return outcome.code();
    }

    boolean isShut() {
      return outcome.equals(
          new LoginOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.BREAKER_OPEN)));
    }
  }

  @Test
  void demand_of_ten_times_the_limit_is_sent_at_the_limit_and_the_rest_is_refused_at_once()
      throws Exception {
    try (MoodyTenant tenant = MoodyTenant.start(LIMIT, QUICK);
        Portcullis gate = gate(settings(tenant.address())).build()) {
      logIn(gate, "203.0.113.1");

      load(gate, 10 * LIMIT, Duration.ofSeconds(4), i -> "203.0.113." + (1 + i % 50));

      List<Received> received = tenant.received();
      assertThat(received).noneMatch(it -> it.status() == 429);
      assertThat(mostInASecond(received)).isLessThanOrEqualTo(LIMIT + LATE);
      assertThat(received.size()).isGreaterThanOrEqualTo((int) (0.95 * LIMIT * 4));
      assertThat(logins)
          .filteredOn(it -> it.code() == OutcomeCode.GRANTED)
          .hasSize(received.size());
      List<Ended> refused = logins.stream().filter(it -> it.code() != OutcomeCode.GRANTED).toList();
      assertThat(refused).allMatch(it -> it.code() == OutcomeCode.OVERLOADED);
      assertThat(percentile(refused, 0.5)).isLessThan(Duration.ofMillis(50));
      assertThat(gate.protection().rateLimit()).contains(LIMIT);
    }
  }

  @Test
  void one_source_at_ten_times_the_limit_takes_no_login_from_the_others() throws Exception {
    try (MoodyTenant tenant = MoodyTenant.start(LIMIT, QUICK);
        Portcullis gate = gate(settings(tenant.address())).build()) {
      logIn(gate, "203.0.113.1");

      // One in twenty logins is a user's: 20 a second, which is half of the limit.
      load(
          gate,
          10 * LIMIT,
          Duration.ofSeconds(5),
          i -> i % 20 == 0 ? "203.0.113." + (1 + i / 20 % 50) : "198.51.100.7");

      assertThat(tenant.received()).noneMatch(it -> it.status() == 429);
      assertThat(mostInASecond(tenant.received())).isLessThanOrEqualTo(LIMIT + LATE);
      List<Ended> others = logins.stream().filter(it -> it.address().startsWith("203.")).toList();
      assertThat(others).hasSizeGreaterThanOrEqualTo(100);
      assertThat(others).allMatch(it -> it.code() == OutcomeCode.GRANTED);
      assertThat(percentile(others, 0.99)).isLessThan(Duration.ofMillis(500));
      assertThat(tenant.received())
          .filteredOn(it -> it.address().equals("198.51.100.7"))
          .hasSizeBetween(LIMIT, 4 * LIMIT);
    }
  }

  @Test
  void a_limit_that_is_set_is_kept_to_from_the_first_login_on() throws Exception {
    try (MoodyTenant tenant = MoodyTenant.start(1000, QUICK);
        Portcullis gate =
            gate(settings(tenant.address())
                    .withTransport(Auth0Transport.defaults().withRateLimit(20)))
                .build()) {
      logIn(gate, "203.0.113.1");

      load(gate, 100, Duration.ofSeconds(3), i -> "203.0.113." + (1 + i % 50));

      assertThat(mostInASecond(tenant.received())).isLessThanOrEqualTo(20 + LATE);
      assertThat(tenant.received()).hasSizeGreaterThanOrEqualTo(57);
    }
  }

  @Test
  void after_a_refusal_of_the_tenant_nothing_is_sent_until_the_time_it_names() throws Exception {
    try (MoodyTenant tenant = MoodyTenant.start(1000, QUICK);
        Portcullis gate = gate(settings(tenant.address())).build()) {
      logIn(gate, "203.0.113.1");
      tenant.pauses(3);
      logIn(gate, "203.0.113.1");
      tenant.is(Mood.GRANTS);

      load(gate, 50, Duration.ofSeconds(4), i -> "203.0.113." + (1 + i % 50));

      List<Received> received = tenant.received();
      long refusedAt =
          received.stream().filter(it -> it.status() == 429).findFirst().orElseThrow().nanos();
      assertThat(received)
          .filteredOn(it -> it.nanos() > refusedAt && it.nanos() < refusedAt + 2_990_000_000L)
          .isEmpty();
      assertThat(received).filteredOn(it -> it.nanos() > refusedAt + 3_000_000_000L).isNotEmpty();
      assertThat(logins)
          .filteredOn(
              it ->
                  it.outcome() instanceof LoginOutcome.Unanswered(var why)
                      && why instanceof ProviderFault.Overloaded(var wait)
                      && wait.exists(time -> time.toMillis() > 1500))
          .isNotEmpty();
    }
  }

  /** How a tenant fails. */
  enum Outage {
    HANGS,
    FAILS,
    DIES
  }

  @ParameterizedTest
  @EnumSource
  void a_tenant_that_does_not_answer_is_left_alone_within_two_seconds_and_found_again_within_ten(
      Outage outage) throws Exception {
    try (MoodyTenant tenant = MoodyTenant.start(1000, QUICK);
        Portcullis gate = gate(settings(tenant.address())).build();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Thread load =
          Thread.ofPlatform().start(() -> load(callers, gate, 50, () -> !Thread.interrupted()));
      Thread.sleep(500);
      long failedAt = System.nanoTime();
      switch (outage) {
        case HANGS -> tenant.is(Mood.HANGS);
        case FAILS -> tenant.is(Mood.FAILS);
        case DIES -> tenant.die();
      }
      waitFor(() -> gate.protection().breaker() != BreakerState.CLOSED);
      Duration toOpen = Duration.ofNanos(System.nanoTime() - failedAt);
      long openedAt = System.nanoTime();
      Thread.sleep(2500);
      long backAt = System.nanoTime();
      int before = tenant.received().size();
      if (outage == Outage.DIES) {
        tenant.comeBack();
      }
      tenant.is(Mood.GRANTS);
      waitFor(() -> gate.protection().breaker() == BreakerState.CLOSED);
      Duration toClose = Duration.ofNanos(System.nanoTime() - backAt);
      Thread.sleep(1000);
      load.interrupt();
      load.join();

      assertThat(toOpen).isLessThan(Duration.ofSeconds(2));
      assertThat(toClose).isLessThan(Duration.ofSeconds(10));
      List<Ended> whileOpen =
          logins.stream()
              .filter(it -> it.started() > openedAt && it.started() < backAt && it.isShut())
              .toList();
      assertThat(whileOpen).hasSizeGreaterThan(90);
      assertThat(percentile(whileOpen, 0.95)).isLessThan(Duration.ofMillis(50));
      assertThat(tenant.received())
          .filteredOn(it -> it.nanos() > openedAt + 100_000_000 && it.nanos() < backAt)
          .hasSizeLessThanOrEqualTo(2);
      assertThat(tenant.received()).hasSizeGreaterThan(before + 30);
      assertThat(tenant.received().stream().map(Received::user)).doesNotHaveDuplicates();
    }
  }

  @Test
  void wrong_passwords_alone_leave_it_closed() throws Exception {
    try (MoodyTenant tenant = MoodyTenant.start(1000, QUICK);
        Portcullis gate = gate(settings(tenant.address())).build()) {
      tenant.is(Mood.REFUSES);

      load(gate, 50, Duration.ofSeconds(3), i -> "203.0.113.1");

      assertThat(logins).allMatch(it -> it.code() == OutcomeCode.WRONG_CREDENTIALS);
      assertThat(gate.protection().breaker()).isEqualTo(BreakerState.CLOSED);
    }
  }

  private void load(Portcullis gate, int perSecond, Duration time, IntFunction<String> address) {
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      load(callers, gate, perSecond, address, () -> System.nanoTime() < end);
    }
  }

  private void load(ExecutorService callers, Portcullis gate, int perSecond, BooleanSupplier on) {
    load(callers, gate, perSecond, i -> "203.0.113." + (1 + i % 50), on);
  }

  /** Logins that do not wait for each other. */
  private void load(
      ExecutorService callers,
      Portcullis gate,
      int perSecond,
      IntFunction<String> address,
      BooleanSupplier on) {
    long next = System.nanoTime();
    for (int i = 0; on.getAsBoolean(); i++) {
      String from = address.apply(i);
      callers.execute(() -> logIn(gate, from));
      next += 1_000_000_000L / perSecond;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void logIn(Portcullis gate, String address) {
    long start = System.nanoTime();
    LoginOutcome outcome =
        gate.logIn("user-" + users.incrementAndGet(), "secret", userAt(address)).get();
    logins.add(new Ended(address, start, Duration.ofNanos(System.nanoTime() - start), outcome));
  }

  private static void waitFor(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  private static Duration percentile(List<Ended> logins, double part) {
    List<Duration> sorted = new ArrayList<>(logins.stream().map(Ended::took).sorted().toList());
    return sorted.get((int) (part * (sorted.size() - 1)));
  }

  private static int mostInASecond(List<Received> received) {
    List<Long> times = received.stream().map(Received::nanos).sorted().toList();
    int most = 0;
    int first = 0;
    for (int last = 0; last < times.size(); last++) {
      while (times.get(last) - times.get(first) >= 1_000_000_000L) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
