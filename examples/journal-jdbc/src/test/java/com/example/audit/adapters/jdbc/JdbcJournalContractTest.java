package com.example.audit.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.testkit.contract.JournalContract;
import io.vavr.control.Option;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;

// region: contract
class JdbcJournalContractTest implements JournalContract {

  private final TestDatabase database = TestDatabase.h2();
  private final JdbcJournal journal = journal(database.table());

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
    return Option.some(journal(LoginTable.at("jdbc:h2:tcp://127.0.0.1:1/audit", "sa", "")));
  }

  // end

  @AfterEach
  void close() {
    journal.close();
    database.close();
  }

  static JdbcJournal journal(LoginTable table) {
    return new JdbcJournal(
        table,
        UserHashes.keyed("a key of the tests, 32 characters"),
        InstantSource.system(),
        UUID::randomUUID);
  }
}
