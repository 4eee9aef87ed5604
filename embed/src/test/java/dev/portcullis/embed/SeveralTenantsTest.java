package dev.portcullis.embed;

import static dev.portcullis.embed.Gates.BEHIND_LOOPBACK;
import static dev.portcullis.embed.Gates.gate;
import static dev.portcullis.embed.Gates.settings;
import static dev.portcullis.embed.Gates.userAt;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.embed.StubTenant.Answer;
import dev.portcullis.emulator.junit.EmulatedTenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SeveralTenantsTest {

  private static final RequestOrigin USER = userAt("203.0.113.7");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void two_tenants_share_neither_users_nor_limits_nor_meters() {
    try (EmulatedTenant one = EmulatedTenant.start();
        EmulatedTenant two = EmulatedTenant.start();
        Portcullis first = gate(settings(one)).journal(Journals.micrometer(registry)).build();
        Portcullis second =
            gate(settings(two)).name("other").journal(Journals.micrometer(registry)).build()) {
      one.user("ada@example.com").password("a password of tenant one");

      LoginOutcome known = logIn(first, "ada@example.com", "a password of tenant one");
      LoginOutcome unknown = logIn(second, "ada@example.com", "a password of tenant one");
      for (int i = 0; i < 5; i++) {
        logIn(first, LEAKY, LEAKY_PASSWORD);
      }
      LoginOutcome leaked = logIn(second, LEAKY, LEAKY_PASSWORD);

      assertThat(known).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(unknown).isEqualTo(new LoginOutcome.WrongCredentials());
      assertThat(leaked)
          .isEqualTo(new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetMailSent()));
      assertThat(logins("acme")).isEqualTo(6);
      assertThat(logins("other")).isEqualTo(2);
    }
  }

  @Test
  void refusals_are_counted_by_tenant_and_listener() throws Exception {
    try (StubTenant tenant = StubTenant.that(Answer.TOKENS);
        Portcullis gate =
            gate(settings(tenant.address()))
                .listener("partners", BEHIND_LOOPBACK)
                .journal(Journals.micrometer(registry))
                .build()) {
      HttpApi partners = gate.http("partners").login().build();

      assertThat(HttpRequests.login(partners, Gates.fromNowhere()).status()).isEqualTo(400);
      assertThat(HttpRequests.login(partners, USER).status()).isEqualTo(200);

      assertThat(refusals("partners")).isEqualTo(1);
      assertThat(refusals(Portcullis.USERS)).isZero();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> gate.http("operators"))
          .withMessage("listener: operators (expected: one of users, partners)");
    }
  }

  @Test
  void twenty_built_and_closed_leave_no_thread_and_no_meter() throws Exception {
    try (StubTenant tenant = StubTenant.that(Answer.TOKENS)) {
      for (int i = 0; i < 20; i++) {
        Portcullis gate =
            gate(settings(tenant.address()).withResetConnection("users"))
                .name("tenant-" + i)
                .journal(Journals.micrometer(registry))
                .build();
        assertThat(logIn(gate, "ada", "secret")).isInstanceOf(LoginOutcome.Granted.class);
        LoginSubject subject =
            new LoginSubject(gate.requester(USER).get(), LoginIdentifier.of("ada").get());
        gate.resets().reset(subject);
        assertThat(ours()).isNotEmpty().allMatch(Thread::isDaemon);
        assertThat(registry.getMeters()).isNotEmpty();

        gate.close();
      }
    }

    assertThat(registry.getMeters()).isEmpty();
    await(() -> ours().isEmpty());
    assertThat(ours()).isEmpty();
  }

  @Test
  void a_journal_that_cannot_be_opened_leaves_no_meter_and_no_thread() throws Exception {
    SimpleMeterRegistry broken = new SimpleMeterRegistry();
    broken
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                if (id.getName().equals("portcullis.sessions.lost")) {
                  throw new IllegalStateException("no meter of this name");
                }
                return id;
              }
            });
    Journals journals = Journals.micrometer(registry).and(Journals.micrometer(broken));

    try (StubTenant tenant = StubTenant.that(Answer.TOKENS)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> gate(settings(tenant.address())).journal(journals).build())
          .withMessage("no meter of this name");
    }

    assertThat(registry.getMeters()).isEmpty();
    assertThat(broken.getMeters()).isEmpty();
    await(() -> ours().isEmpty());
    assertThat(ours()).isEmpty();
  }

  @Test
  void many_gateways_are_built_and_closed_at_once() throws Exception {
    try (StubTenant tenant = StubTenant.that(Answer.TOKENS);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<LoginOutcome>> logins =
          IntStream.range(0, 20)
              .mapToObj(
                  i ->
                      executor.submit(
                          () -> {
                            try (Portcullis gate =
                                gate(settings(tenant.address()))
                                    .name("tenant-" + i)
                                    .journal(Journals.micrometer(registry))
                                    .build()) {
                              return logIn(gate, "ada", "secret");
                            }
                          }))
              .toList();

      for (Future<LoginOutcome> login : logins) {
        assertThat(login.get()).isInstanceOf(LoginOutcome.Granted.class);
      }
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  private static LoginOutcome logIn(Portcullis gate, String user, String password) {
    return gate.logIn(user, password, USER).get();
  }

  private long logins(String tenant) {
    return registry.find("portcullis.logins").tag("tenant", tenant).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private double refusals(String listener) {
    return registry
        .find("portcullis.refusals")
        .tag("tenant", "acme")
        .tag("listener", listener)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private static List<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("portcullis-"))
        .toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
  }
}
