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
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.fake.RecordingRenewedSessions;
import dev.portcullis.testkit.fake.RecordingRevokedSessions;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many renewals are remembered, and for how long. */
@Timeout(60)
class RenewalsTest {

  private static final int MOST = 3;

  private final TestClock clock = TestClock.create();
  private final Sessions sessions =
      new Sessions(
          SessionSettings.of(SessionKeys.random(), Duration.ofHours(8), Duration.ofHours(1)),
          new RecordingRevokedSessions(),
          clock);
  private final RequestIntake intake =
      new RequestIntake(
          new ClientAddresses(
              "users",
              new AddressSettings(ClientAddressPolicy.direct(), "v1", TraceMode.OFF, Option.none()),
              Journal.NONE),
          Journal.NONE);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> revoked = new CopyOnWriteArrayList<>();
  private volatile Tokens answer = PagesSite.tokens("access-2", "refresh-2");
  private final CountDownLatch hangs = new CountDownLatch(1);

  /** Of the tokens {@code hangs} and others, which are renewed at once. */
  private final Renewals renewals =
      new Renewals(
          renewal -> {
            asked.add(renewal.token().value());
            if (renewal.token().value().equals("hangs")) {
              await(hangs);
            }
            return new RefreshOutcome.Renewed(answer);
          },
          revocation -> {
            revoked.add(revocation.token().value());
            return new RevokeOutcome.Revoked();
          },
          sessions,
          new SessionStores(new RecordingRevokedSessions(), new RecordingRenewedSessions()),
          clock,
          MOST);

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Session session() {
    return sessions.begin(PagesSite.tokens("access-1", "refresh-1")).get();
  }

  private Result renew(Session session, String token) {
    return renewals.renew(
        session, new RefreshToken(token), Fixtures.requester("203.0.113.7"), intake);
  }

  @Test
  void a_renewal_in_progress_is_remembered_however_many_follow() {
    Session slow = without(session());
    renew(slow, "hangs");
    for (int i = 0; i < 2 * MOST; i++) {
      renew(without(session()), "quick " + i);
    }

    Result again = renew(slow, "hangs");

    assertThat(again).isEqualTo(new Result.Unanswered());
    assertThat(asked).containsOnlyOnce("hangs");
    hangs.countDown();
    renewals.close();
  }

  @Test
  void what_others_renew_takes_no_result_from_an_old_cookie() {
    Session old = session();
    // The token has ended, so that a request waits for its renewal.
    clock.advance(Duration.ofHours(1));
    Result first = renew(old, "refresh-1");
    renewals.shown(((Result.Renewed) first).session());
    clock.advance(Duration.ofSeconds(59));
    renew(without(session()), "another");

    Result late = renew(old, "refresh-1");

    assertThat(late).isEqualTo(first);
    assertThat(asked).containsExactly("refresh-1", "another");
    renewals.close();
  }

  @Test
  void a_renewed_token_lives_from_its_renewal_on() {
    Session old = session();
    clock.advance(Duration.ofHours(3));

    Result result = renew(old, "refresh-1");

    assertThat(((Result.Renewed) result).session().accessEnds())
        .isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    renewals.close();
  }

  @ParameterizedTest
  @CsvSource({"refresh-2, refresh-2", "'', refresh-1"})
  void what_is_renewed_for_another_user_is_revoked_also_by_a_token_that_does_not_rotate(
      String rotated, String gone) {
    Session old = session();
    clock.advance(Duration.ofHours(1));
    answer = PagesSite.tokens("access-2", rotated, "{\"sub\":\"auth0|eve\"}");

    Result result = renew(old, "refresh-1");

    assertThat(result).isEqualTo(new Result.Ended());
    assertThat(revoked).containsExactly(gone);
    renewals.close();
  }

  /** Its refresh token is the one that the request names. */
  private static Session without(Session session) {
    return new Session(
        session.id(),
        session.person(),
        session.accessToken(),
        session.accessEnds(),
        Option.none(),
        session.startedAt(),
        session.generation(),
        session.seenAt());
  }
}
