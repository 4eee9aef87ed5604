package com.example.audit.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Step;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.Outcomes;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(120)
class JdbcJournalTest {

  private static final GatewayEvent WRONG = Outcomes.ended(new LoginOutcome.WrongCredentials());

  private final Logger logger = (Logger) LoggerFactory.getLogger(JdbcJournal.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void readTheLog() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leaveTheLog() {
    logger.detachAppender(log);
  }

  @Test
  void a_row_has_what_an_audit_asks_for_and_the_user_as_a_hash() {
    try (TestDatabase database = TestDatabase.h2();
        JdbcJournal journal = JdbcJournalContractTest.journal(database.table())) {
      journal.record(WRONG);
      journal.record(Outcomes.ended(Step.REVOKE, new RevokeOutcome.Revoked()));
      await(() -> journal.pending() == 0);

      assertThat(database.rows())
          .containsExactlyInAnyOrder(
              "attempt-1 login wrong-credentials 203.0.113.7 "
                  + hash("ada@example.com")
                  + " c629c3e05e0881e81315 250",
              "request-1 revoke revoked 203.0.113.7 null c629c3e05e0881e81315 250");
      assertThat(database.query("select * from login_events").toString())
          .doesNotContain("ada", "example");
    }
  }

  @Test
  void the_hash_of_a_user_is_that_of_all_spellings_and_of_this_key() {
    assertThat(hash(" Ada@EXAMPLE.com")).isEqualTo(hash("ada@example.com")).hasSize(32);
    assertThat(hash("bob@example.com")).isNotEqualTo(hash("ada@example.com"));
    assertThat(
            UserHashes.keyed("another key of the tests, longer")
                .of(Fixtures.identifier("ada@example.com")))
        .isNotEqualTo(hash("ada@example.com"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserHashes.keyed("too short"))
        .withMessage("key: 9 characters (expected: at least 32)");
  }

  @Test
  void rows_wait_while_the_table_is_not_there_and_are_stored_once_when_it_is() {
    try (TestDatabase database = TestDatabase.empty();
        JdbcJournal journal = JdbcJournalContractTest.journal(database.table())) {
      for (int i = 0; i < 700; i++) {
        journal.record(WRONG);
      }
      await(() -> !log.list.isEmpty());

      database.createTable();
      await(() -> journal.pending() == 0);

      assertThat(database.rows()).hasSize(700);
      assertThat(journal.lost()).isZero();
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly(
              "The audit database is away, records wait: SQLSTATE 42S04",
              "The audit database is back");
    }
  }

  @Test
  void a_commit_whose_answer_is_lost_stores_nothing_twice() {
    try (TestDatabase database = TestDatabase.h2();
        JdbcJournal journal =
            JdbcJournalContractTest.journal(
                new LoginTable(losingTheFirstAnswer(database::connect)))) {
      for (int i = 0; i < 20; i++) {
        journal.record(WRONG);
      }
      await(() -> journal.pending() == 0);

      assertThat(database.rows()).hasSize(20);
      assertThat(journal.lost()).isZero();
    }
  }

  @Test
  void a_row_that_the_database_refuses_takes_no_other_with_it() {
    try (TestDatabase database = TestDatabase.empty();
        JdbcJournal journal = JdbcJournalContractTest.journal(database.table())) {
      journal.record(WRONG);
      journal.record(Outcomes.ended(new LoginOutcome.UserBlocked()));
      journal.record(Outcomes.ended(Step.RESET_ASKED, new ResetOutcome.Accepted()));
      await(() -> !log.list.isEmpty());

      database.createTable();
      database.execute("delete from login_events");
      database.execute(
          "alter table login_events add constraint no_blocked check (outcome <> 'user-blocked')");
      await(() -> journal.pending() == 0);

      assertThat(database.query("select outcome from login_events"))
          .containsExactlyInAnyOrder("wrong-credentials", "accepted");
      assertThat(journal.lost()).isEqualTo(1);
    }
  }

  @Test
  void what_does_not_fit_while_the_database_is_away_is_lost_counted_and_logged() {
    try (TestDatabase database = TestDatabase.empty();
        JdbcJournal journal = JdbcJournalContractTest.journal(database.table())) {
      for (int i = 0; i < 30_000; i++) {
        journal.record(WRONG);
      }
      await(() -> log.list.toString().contains("are lost"));

      assertThat(journal.lost()).isBetween(30_000L - 20_500, 10_000L);
      assertThat(journal.pending()).isEqualTo(30_000 - journal.lost());
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .anyMatch(line -> line.matches("\\d+ audit records are lost"));
    }
  }

  @Test
  void closing_stores_what_is_in_the_queue_and_later_events_are_lost() {
    try (TestDatabase database = TestDatabase.h2()) {
      JdbcJournal journal = JdbcJournalContractTest.journal(database.table());
      for (int i = 0; i < 5000; i++) {
        journal.record(WRONG);
      }

      journal.close();
      journal.record(WRONG);

      assertThat(database.rows()).hasSize(5000);
      assertThat(journal.lost()).isEqualTo(1);
      assertThat(journal.pending()).isZero();
    }
  }

  @Test
  void the_log_has_nothing_of_the_databases_url() {
    String url = "jdbc:h2:tcp://127.0.0.1:1/audit;PASSWORD=canary-77";
    try (JdbcJournal journal = JdbcJournalContractTest.journal(LoginTable.at(url, "sa", "x"))) {
      journal.record(WRONG);
      await(() -> !log.list.isEmpty());
    }

    assertThat(log.list.getFirst().getFormattedMessage()).contains("is away");
    assertThat(log.list)
        .allMatch(event -> event.getThrowableProxy() == null)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains("canary-77") || line.contains("127.0.0.1"));
  }

  static void await(BooleanSupplier condition) {
    try {
      for (int i = 0; i < 6000 && !condition.getAsBoolean(); i++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static String hash(String user) {
    return UserHashes.keyed("a key of the tests, 32 characters").of(Fixtures.identifier(user));
  }

  /** A connection that commits, and then fails the first time as if the network had. */
  private static LoginTable.Connector losingTheFirstAnswer(LoginTable.Connector real) {
    AtomicInteger commits = new AtomicInteger();
    return () -> {
      Connection connection = real.open();
      return (Connection)
          Proxy.newProxyInstance(
              JdbcJournalTest.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                Object answer = method.invoke(connection, arguments);
                if (method.getName().equals("commit") && commits.incrementAndGet() == 1) {
                  throw new SQLException("connection lost", "08006");
                }
                return answer;
              });
    };
  }
}
