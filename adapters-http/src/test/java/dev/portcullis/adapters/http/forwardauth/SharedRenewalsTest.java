package dev.portcullis.adapters.http.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.forwardauth.Renewals.Result;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.pages.PagesSite;
import dev.portcullis.adapters.http.session.Session;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.adapters.http.session.SessionSettings;
import dev.portcullis.adapters.http.session.SessionStores;
import dev.portcullis.adapters.http.session.Sessions;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.fake.InMemoryRenewalTurns;
import dev.portcullis.testkit.fake.RecordingRenewedSessions;
import dev.portcullis.testkit.fake.RecordingRevokedSessions;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several instances that renew the sessions of one browser, at a provider that rotates tokens. */
@Timeout(60)
class SharedRenewalsTest {

  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String OTHER_KEY = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=";

  private final TestClock clock = TestClock.create();
  private final RequestIntake intake =
      new RequestIntake(
          new ClientAddresses(
              "users",
              new AddressSettings(ClientAddressPolicy.direct(), "v1", TraceMode.OFF, Option.none()),
              Journal.NONE),
          Journal.NONE);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Set<String> used = ConcurrentHashMap.newKeySet();

  /** One instance: what it knows alone, and what it shares. */
  private final class Instance {

    private final RecordingRevokedSessions revoked = new RecordingRevokedSessions();
    private final RecordingRenewedSessions renewed = new RecordingRenewedSessions();
    private final Sessions sessions;
    private final Renewals renewals;

    Instance(RenewalTurns turns, String keys, Runnable beforeAnswer) {
      this.sessions =
          new Sessions(
              SessionSettings.of(SessionKeys.parse(keys), Duration.ofHours(8), Duration.ofHours(1)),
              revoked,
              clock);
      this.renewals =
          new Renewals(
              renewal -> {
                asked.add(renewal.token().value());
                boolean fresh = used.add(renewal.token().value());
                beforeAnswer.run();
                return fresh
                    ? new RefreshOutcome.Renewed(PagesSite.tokens("access-2", "refresh-2"))
                    : new RefreshOutcome.RefreshTokenInvalid();
              },
              revocation -> new RevokeOutcome.Revoked(),
              sessions,
              new SessionStores(revoked, renewed, turns),
              clock);
    }

    Result renew(Session session) {
      return renewals.renew(
          session, new RefreshToken("refresh-1"), Fixtures.requester("203.0.113.7"), intake);
    }
  }

  private static Session session(Sessions sessions) {
    return sessions.begin(PagesSite.tokens("access-1", "refresh-1")).get();
  }

  @Test
  void of_three_instances_one_renews_and_all_answer_with_its_tokens() throws Exception {
    RenewalTurns turns = new InMemoryRenewalTurns(Duration.ofSeconds(30), InstantSource.system());
    // While keys are rotated, their order differs.
    List<Instance> three =
        List.of(
            new Instance(turns, KEY + "\n" + OTHER_KEY, () -> {}),
            new Instance(turns, OTHER_KEY + "\n" + KEY, () -> {}),
            new Instance(turns, KEY + "\n" + OTHER_KEY, () -> {}));
    Session session = session(three.getFirst().sessions);
    clock.advance(Duration.ofHours(1));
    try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<Result>> answers =
          IntStream.range(0, 30)
              .mapToObj(i -> requests.submit(() -> three.get(i % 3).renew(session)))
              .toList();

      for (Future<Result> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Result.Renewed.class);
        assertThat(((Result.Renewed) answer.get()).session().accessToken().value())
            .isEqualTo("access-2");
      }
    }
    assertThat(asked).containsExactly("refresh-1");
    assertThat(three).allMatch(each -> !each.sessions.isRevoked(session));
  }

  @Test
  void a_refusal_of_an_instance_that_took_too_long_ends_nothing() throws Exception {
    RenewalTurns turns = new InMemoryRenewalTurns(Duration.ofMillis(200), InstantSource.system());
    CountDownLatch stalls = new CountDownLatch(1);
    Instance slow = new Instance(turns, KEY, () -> await(stalls));
    Instance quick = new Instance(turns, KEY, () -> {});
    Session session = session(slow.sessions);
    clock.advance(Duration.ofHours(1));
    // The slow instance's request reaches the provider after the quick one's.
    used.add("refresh-1");
    try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Result> late = requests.submit(() -> slow.renew(session));
      while (asked.isEmpty()) {
        Thread.sleep(5);
      }
      used.clear();

      Result first = quick.renew(session);
      stalls.countDown();

      assertThat(first).isInstanceOf(Result.Renewed.class);
      assertThat(late.get()).isEqualTo(new Result.Unanswered());
    }
    assertThat(slow.sessions.isRevoked(session)).isFalse();
  }

  @Test
  void the_end_of_a_session_is_asked_for_once() {
    RenewalTurns turns = new InMemoryRenewalTurns(Duration.ofSeconds(30), InstantSource.system());
    Instance one = new Instance(turns, KEY, () -> {});
    Instance other = new Instance(turns, KEY, () -> {});
    Session session = session(one.sessions);
    clock.advance(Duration.ofHours(1));
    used.add("refresh-1");

    Result first = one.renew(session);
    Result second = other.renew(session);

    assertThat(first).isEqualTo(new Result.Ended());
    assertThat(second).isEqualTo(new Result.Ended());
    assertThat(asked).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
