package dev.portcullis.testkit.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.testkit.Fixtures;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link TenantLogs} does. */
public interface TenantLogsContract {

  /** The log of a tenant without logins. */
  TenantLogs logs();

  /** The same log, for an application that may not read it. */
  TenantLogs forbidden();

  /** Logs alice@example.com in, through application {@link #clientId}. */
  void logIn(String address);

  /** The id of the application. */
  String clientId();

  @Test
  default void a_login_is_found_with_both_its_addresses() {
    logIn("203.0.113.7");

    Seq<LogEvent> found = newest(LogQuery.logins(clientId()), 10);

    assertThat(found).hasSize(1);
    assertThat(found.head().ip()).contains(Fixtures.address("203.0.113.7"));
    assertThat(found.head().clientIp()).isNotEmpty();
    assertThat(found.head().userName()).isEqualTo("alice@example.com");
  }

  @Test
  default void the_newest_come_first_and_no_more_than_asked_for() {
    for (int i = 1; i <= 5; i++) {
      logIn("203.0.113." + i);
    }

    Seq<LogEvent> found = newest(LogQuery.logins(clientId()), 3);

    assertThat(found.flatMap(LogEvent::ip).map(Object::toString))
        .containsExactly("203.0.113.5", "203.0.113.4", "203.0.113.3");
  }

  @Test
  default void more_than_a_page_is_read_and_nothing_twice() {
    for (int i = 0; i < 130; i++) {
      logIn("198.51.100." + i);
    }

    Seq<LogEvent> found = newest(LogQuery.logins(clientId()), 1000);

    assertThat(found.map(LogEvent::id).distinct()).hasSize(130);
  }

  @Test
  default void only_what_matches_is_found() {
    logIn("203.0.113.7");
    LogEvent event = newest(LogQuery.logins(clientId()), 1).head();
    LogQuery all = LogQuery.logins(clientId());

    assertThat(newest(all.by("alice@example.com"), 10)).hasSize(1);
    assertThat(newest(all.by("bob@example.com"), 10)).isEmpty();
    assertThat(newest(all.since(event.date()), 10)).hasSize(1);
    assertThat(newest(all.since(event.date().plus(Duration.ofSeconds(1))), 10)).isEmpty();
    assertThat(newest(LogQuery.logins("NoSuchClientNoSuchClientNoSuchCl"), 10)).isEmpty();
    assertThat(newest(LogQuery.blocks(), 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\" OR type:\"sepft",
        "\\",
        "*",
        "a) OR (b",
        "\u00fc\ud83d\ude00@example.com",
        "alice@example.com\" OR user_name:\"bob"
      })
  default void a_name_is_a_name_and_never_a_query(String name) {
    logIn("203.0.113.7");

    Either<FactUnavailable, Seq<LogEvent>> found =
        logs().newest(LogQuery.logins(clientId()).by(name), 10);

    assertThat(found.get()).isEmpty();
  }

  @Test
  default void after_an_event_come_those_that_followed_oldest_first() {
    logIn("203.0.113.1");
    String first = newest(LogQuery.logins(clientId()), 1).head().id();
    logIn("203.0.113.2");
    logIn("203.0.113.3");

    Seq<LogEvent> followed =
        logs().after(first, 100).get().filter(LogQuery.logins(clientId())::matches);

    assertThat(followed.flatMap(LogEvent::ip).map(Object::toString))
        .containsExactly("203.0.113.2", "203.0.113.3");
    assertThat(
            logs()
                .after(followed.last().id(), 100)
                .get()
                .filter(LogQuery.logins(clientId())::matches))
        .isEmpty();
  }

  @Test
  default void without_permission_the_missing_scope_is_named() {
    Either<FactUnavailable, Seq<LogEvent>> refused =
        Either.left(new FactUnavailable.MissingScope("read:logs"));

    assertThat(forbidden().newest(LogQuery.logins(clientId()), 10)).isEqualTo(refused);
    assertThat(forbidden().after("90020", 10)).isEqualTo(refused);
  }

  @Test
  default void an_event_does_not_print_who_logged_in() {
    logIn("203.0.113.7");

    assertThat(newest(LogQuery.logins(clientId()), 1).toString()).doesNotContain("alice");
  }

  private Seq<LogEvent> newest(LogQuery query, int most) {
    return logs().newest(query, most).get();
  }
}
