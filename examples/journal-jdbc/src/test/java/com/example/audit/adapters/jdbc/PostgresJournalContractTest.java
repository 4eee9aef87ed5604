package com.example.audit.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.testkit.contract.JournalContract;
import io.vavr.control.Option;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** In PostgreSQL itself, as a role that may insert and nothing else. */
class PostgresJournalContractTest implements JournalContract {

  private static PostgresServer server;
  private static TestDatabase database;

  private final JdbcJournal journal = JdbcJournalContractTest.journal(database.table());

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.startOrSkip();
    database = server.create();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      database.close();
      server.close();
    }
  }

  @BeforeEach
  void empty() {
    database.execute("delete from login_events");
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public List<String> written() {
    for (int i = 0; i < 3000 && journal.pending() > 0; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    assertThat(journal.lost()).isZero();
    return database.rows();
  }

  @Override
  public boolean writes(GatewayEvent event) {
    return event instanceof GatewayEvent.LoginEnded || event instanceof GatewayEvent.StepEnded;
  }

  @Override
  public Option<Journal> withoutStore() {
    return Option.some(
        JdbcJournalContractTest.journal(
            LoginTable.at("jdbc:postgresql://127.0.0.1:1/audit", "gateway", "")));
  }
}
