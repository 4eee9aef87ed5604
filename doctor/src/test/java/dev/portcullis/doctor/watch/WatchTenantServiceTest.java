package dev.portcullis.doctor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.WatchJournal;
import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.doctor.tenant.WatchState;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTenantServiceTest {

  private static final String GATEWAY = "198.51.100.20";

  private final List<LogEvent> log = new ArrayList<>();
  private final List<Comparison> compared = new ArrayList<>();
  private final List<Tuple2<WatchState, WatchState>> changes = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-15T10:30:00Z");
  private Option<FactUnavailable> closed = Option.none();
  private final SentAddresses sent = new SentAddresses(() -> now, 42);
  private final WatchTenantService watch =
      new WatchTenantService(
          "client",
          sent,
          new TenantLogs() {
            @Override
            public Either<FactUnavailable, Seq<LogEvent>> newest(LogQuery query, int most) {
              return answer(Vector.ofAll(log).reverse().filter(query::matches).take(most));
            }

            @Override
            public Either<FactUnavailable, Seq<LogEvent>> after(String id, int most) {
              return answer(Vector.ofAll(log).filter(it -> it.id().compareTo(id) > 0).take(most));
            }

            private Either<FactUnavailable, Seq<LogEvent>> answer(Seq<LogEvent> events) {
              return closed.fold(() -> Either.right(events), Either::left);
            }
          },
          new WatchJournal() {
            @Override
            public void compared(Comparison comparison) {
              compared.add(comparison);
            }

            @Override
            public void changed(WatchState before, WatchState after) {
              changes.add(Tuple.of(before, after));
            }
          });

  @Test
  void logins_that_are_logged_as_sent_agree() {
    logIn("ada", "203.0.113.7", "203.0.113.7");

    assertThat(watch.look()).isEqualTo(new WatchState.Agrees());
    assertThat(compared).containsExactly(Comparison.SAME);
  }

  @Test
  void one_ignored_header_is_enough() {
    logIn("ada", "203.0.113.7", GATEWAY);

    assertThat(watch.look()).isInstanceOf(WatchState.Differs.class);
    assertThat(compared).containsExactly(Comparison.IGNORED);
  }

  @Test
  void three_matching_logins_end_the_report() {
    logIn("ada", "203.0.113.7", GATEWAY);
    watch.look();

    logIn("ada", "203.0.113.7", "203.0.113.7");
    logIn("ada", "203.0.113.7", "203.0.113.7");
    WatchState after2 = watch.look();
    logIn("ada", "203.0.113.7", "203.0.113.7");
    WatchState after3 = watch.look();

    assertThat(after2).isInstanceOf(WatchState.Differs.class);
    assertThat(after3).isEqualTo(new WatchState.Agrees());
  }

  @Test
  void one_login_through_another_gateway_is_not_reported_but_three_in_a_row_are() {
    logged("unknown", "203.0.113.1");
    watch.look();
    logIn("ada", "203.0.113.7", "192.0.2.99");
    logIn("bob", "203.0.113.8", "192.0.2.99");
    WatchState after2 = watch.look();
    logIn("eve", "203.0.113.9", "192.0.2.99");
    WatchState after3 = watch.look();

    assertThat(after2).isNotInstanceOf(WatchState.Differs.class);
    assertThat(after3).isInstanceOf(WatchState.Differs.class);
  }

  @Test
  void logins_of_other_gateways_are_ignored() {
    logged("unknown", "203.0.113.7");

    assertThat(watch.look()).isEqualTo(new WatchState.Unknown());
    assertThat(compared).containsExactly(Comparison.UNKNOWN);
  }

  @Test
  void a_user_with_two_addresses_may_be_logged_with_either() {
    send("ada", "203.0.113.7");
    send("ada", "203.0.113.8");

    watch.take(Vector.of(event("1", "ada", "203.0.113.8"), event("2", "ada", "203.0.113.7")));

    assertThat(compared).containsExactly(Comparison.SAME, Comparison.SAME);
  }

  @Test
  void each_event_is_compared_once_and_late_ones_by_stream_in_any_order() {
    logIn("ada", "203.0.113.7", "203.0.113.7");
    watch.look();
    watch.look();
    send("bob", "203.0.113.8");
    LogEvent late = event("00000000", "bob", "203.0.113.8");

    watch.take(Vector.of(late));

    assertThat(compared).containsExactly(Comparison.SAME, Comparison.SAME);
  }

  @Test
  void looks_that_find_nothing_new_repeat_no_event_and_miss_none_that_follows() {
    logIn("ada", "203.0.113.7", "203.0.113.7");
    watch.look();
    watch.look();
    watch.look();
    logIn("bob", "203.0.113.8", "192.0.2.99");
    logIn("eve", "203.0.113.9", "203.0.113.9");

    watch.look();

    assertThat(compared).containsExactly(Comparison.SAME, Comparison.OTHER, Comparison.SAME);
  }

  @Test
  void what_was_sent_is_forgotten_after_a_while() {
    send("ada", "203.0.113.7");
    now = now.plus(Duration.ofMinutes(6));
    logged("ada", GATEWAY);

    watch.look();

    assertThat(compared).containsExactly(Comparison.UNKNOWN);
  }

  @Test
  void of_a_thousand_logins_in_a_second_a_sample_is_kept() {
    for (int i = 0; i < 1000; i++) {
      send("user" + i, "203.0.113.7");
    }

    long kept = IntStream.range(0, 1000).filter(i -> !sent.of("user" + i, now).isEmpty()).count();

    assertThat(kept).isEqualTo(64);
  }

  @Test
  void an_unreadable_log_is_reported_and_read_again_later() {
    closed = Option.of(new FactUnavailable.MissingScope("read:logs"));
    WatchState blind = watch.look();
    closed = Option.none();
    logIn("ada", "203.0.113.7", "203.0.113.7");
    WatchState seeing = watch.look();

    assertThat(blind)
        .isEqualTo(new WatchState.Blind(new FactUnavailable.MissingScope("read:logs")));
    assertThat(seeing).isEqualTo(new WatchState.Agrees());
  }

  @ParameterizedTest
  @CsvSource({
    "ada@example.com, ADA@EXAMPLE.COM",
    "Ada@Example.com, ada@example.com",
    "ADA, Ada",
    "ÄDA@example.com, äda@example.com"
  })
  void a_user_who_is_logged_in_other_case_is_the_same(String typed, String loggedAs) {
    send(typed, "203.0.113.7");

    watch.take(Vector.of(event("1", loggedAs, "203.0.113.7"), event("2", loggedAs, GATEWAY)));

    assertThat(compared).containsExactly(Comparison.SAME, Comparison.IGNORED);
  }

  @ParameterizedTest
  @CsvSource({"300, SAME", "301, UNKNOWN", "-300, SAME", "-301, UNKNOWN"})
  void a_login_is_compared_with_what_was_sent_within_five_minutes(
      int seconds, Comparison expected) {
    send("ada", "203.0.113.7");
    now = now.plusSeconds(seconds);

    watch.take(Vector.of(event("1", "ada", "203.0.113.7")));

    assertThat(compared).containsExactly(expected);
  }

  @Test
  void differences_that_are_not_in_a_row_are_not_reported() {
    send("ada", "203.0.113.7");
    LogEvent other = event("1", "ada", "192.0.2.99");
    LogEvent same = event("2", "ada", "203.0.113.7");

    WatchState after = watch.take(Vector.of(other, other, same, other, other, same, other));

    assertThat(after).isEqualTo(new WatchState.Agrees());
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.99", GATEWAY})
  void matching_logins_that_are_not_in_a_row_do_not_end_the_report(String between) {
    send("ada", "203.0.113.7");
    LogEvent same = event("1", "ada", "203.0.113.7");
    LogEvent other = event("2", "ada", between);
    watch.take(Vector.of(event("0", "ada", GATEWAY)));

    WatchState after = watch.take(Vector.of(same, same, other, same, same));

    assertThat(after).isInstanceOf(WatchState.Differs.class);
  }

  @Test
  void events_of_other_applications_and_of_other_kinds_are_not_compared() {
    send("ada", "203.0.113.7");
    LogEvent login = event("1", "ada", GATEWAY);

    watch.take(
        Vector.of(
            new LogEvent("2", now, login.type(), login.ip(), login.clientIp(), "other", "ada"),
            new LogEvent("3", now, "fepft", login.ip(), login.clientIp(), "client", "ada")));

    assertThat(compared).isEmpty();
  }

  @Test
  void a_watch_that_is_behind_continues_at_the_newest_event() {
    logged("unknown", "203.0.113.7");
    watch.look();
    for (int i = 0; i < 600; i++) {
      logged("unknown", "203.0.113.7");
    }
    watch.look();
    int caughtUp = compared.size();

    watch.look();

    assertThat(caughtUp).isEqualTo(501);
    assertThat(compared).hasSize(501);
  }

  @Test
  void the_sample_of_the_next_second_is_another() {
    for (int i = 0; i < 100; i++) {
      send("user" + i, "203.0.113.7");
    }
    now = now.plusSeconds(1);
    send("ada", "203.0.113.7");

    watch.take(Vector.of(event("1", "ada", "203.0.113.7")));

    assertThat(compared).containsExactly(Comparison.SAME);
  }

  @Test
  void a_full_memory_forgets_the_oldest_first() {
    for (int second = 0; second < 257; second++) {
      for (int i = 0; i < 64; i++) {
        send("user" + second + "-" + i, "203.0.113.7");
      }
      now = now.plusSeconds(1);
    }

    assertThat(sent.of("user0-63", now)).isEmpty();
    assertThat(sent.of("user1-0", now)).isNotEmpty();
    assertThat(sent.of("user256-63", now)).isNotEmpty();
  }

  @Test
  void the_journal_gets_each_change_once_with_the_state_before_and_after() {
    FactUnavailable why = new FactUnavailable.MissingScope("read:logs");
    closed = Option.of(why);
    watch.look();
    watch.look();
    closed = Option.none();
    logIn("ada", "203.0.113.7", "203.0.113.7");
    watch.look();
    logIn("ada", "203.0.113.7", GATEWAY);
    logIn("ada", "203.0.113.7", GATEWAY);
    watch.look();

    WatchState differs =
        new WatchState.Differs(
            now, "the tenant ignores auth0-forwarded-for: it logs the gateway's own address");
    assertThat(changes)
        .containsExactly(
            Tuple.of(new WatchState.Unknown(), new WatchState.Blind(why)),
            Tuple.of(new WatchState.Blind(why), new WatchState.Unknown()),
            Tuple.of(new WatchState.Unknown(), new WatchState.Agrees()),
            Tuple.of(new WatchState.Agrees(), differs));
  }

  @Test
  void another_reason_for_not_seeing_is_a_change_too() {
    closed = Option.of(new FactUnavailable.MissingScope("read:logs"));
    watch.look();
    closed = Option.of(new FactUnavailable.Unreachable("gone"));

    WatchState state = watch.look();

    assertThat(state).isEqualTo(new WatchState.Blind(new FactUnavailable.Unreachable("gone")));
    assertThat(changes).hasSize(2);
  }

  @Test
  void a_user_whose_oldest_login_is_forgotten_keeps_the_later_one() {
    send("ada", "203.0.113.7");
    now = now.plus(Duration.ofMinutes(4));
    send("ada", "203.0.113.8");
    now = now.plus(Duration.ofMinutes(2));
    send("bob", "203.0.113.9");

    assertThat(sent.of("ada", now)).containsExactly(IpAddress.parse("203.0.113.8").get());
  }

  @Test
  void two_journals_get_the_same() {
    List<String> both = new ArrayList<>();
    WatchJournal journal = named("a", both).and(named("b", both));

    journal.compared(Comparison.SAME);
    journal.changed(new WatchState.Unknown(), new WatchState.Agrees());

    assertThat(both)
        .containsExactly("a SAME", "b SAME", "a Unknown[] Agrees[]", "b Unknown[] Agrees[]");
  }

  private static WatchJournal named(String name, List<String> lines) {
    return new WatchJournal() {
      @Override
      public void compared(Comparison comparison) {
        lines.add(name + " " + comparison);
      }

      @Override
      public void changed(WatchState before, WatchState after) {
        lines.add(name + " " + before + " " + after);
      }
    };
  }

  private void logIn(String user, String from, String loggedAs) {
    send(user, from);
    logged(user, loggedAs);
  }

  private void send(String user, String from) {
    AddressResolver direct =
        new AddressResolver(
            ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()));
    RequestOrigin origin =
        RequestOrigin.of(
            new Peer.Inet(IpAddress.parse(from).get()), RequestOrigin.HeaderLines.NONE);
    if (direct.resolve(origin) instanceof AddressResolution.Resolved(var client, var via)) {
      sent.record(
          new GatewayEvent.LoginEnded(
              new LoginSubject(
                  new Requester(new RequestId("r"), client, via), LoginIdentifier.of(user).get()),
              new LoginOutcome.Granted(
                  new Tokens(
                      new AccessToken("secret"),
                      "Bearer",
                      Option.of(Duration.ofHours(1)),
                      Option.none(),
                      Option.none(),
                      Option.none())),
              Option.none(),
              Duration.ZERO));
    }
  }

  private void logged(String user, String ip) {
    log.add(event(String.format("%08d", log.size() + 1), user, ip));
  }

  private LogEvent event(String id, String user, String ip) {
    return new LogEvent(
        id, now, LogEvent.LOGIN, IpAddress.parse(ip), IpAddress.parse(GATEWAY), "client", user);
  }
}
