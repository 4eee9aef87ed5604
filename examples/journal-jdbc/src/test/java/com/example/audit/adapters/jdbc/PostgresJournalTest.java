package com.example.audit.adapters.jdbc;

import static com.example.audit.adapters.jdbc.JdbcJournalTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.testkit.Outcomes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to rows when PostgreSQL stops answering, dies and comes back. */
@Timeout(120)
class PostgresJournalTest {

  private static final GatewayEvent WRONG = Outcomes.ended(new LoginOutcome.WrongCredentials());

  private PostgresServer server;
  private JdbcJournal journal;

  @BeforeEach
  void start() throws Exception {
    server = PostgresServer.startOrSkip();
    try (TestDatabase database = server.create()) {
      journal = JdbcJournalContractTest.journal(database.table());
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void rows_recorded_while_it_is_down_are_stored_once_it_is_up_again() throws Exception {
    record(10);
    await(() -> journal.pending() == 0);
    server.kill();
    record(600);
    assertThat(journal.pending()).isEqualTo(600);

    server.restart();
    await(() -> journal.pending() == 0);

    try (TestDatabase database = server.database()) {
      assertThat(database.rows()).hasSize(610);
    }
    assertThat(journal.lost()).isZero();
    journal.close();
  }

  @Test
  void a_frozen_server_delays_no_login_and_a_stop_only_for_a_bounded_time() throws Exception {
    record(10);
    await(() -> journal.pending() == 0);
    server.signal("STOP");

    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> record(21_000));
    assertTimeoutPreemptively(Duration.ofSeconds(15), journal::close);

    assertThat(journal.lost()).isPositive();
  }

  private void record(int events) {
    for (int i = 0; i < events; i++) {
      journal.record(WRONG);
    }
  }
}
