package com.example.gateway.adapters.audit;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.testkit.contract.JournalContract;
import io.vavr.control.Option;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;

// region: contract
class AuditJournalContractTest implements JournalContract {

  private final List<String> stored = new CopyOnWriteArrayList<>();
  private final AuditJournal journal = new AuditJournal(stored::add);

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public List<String> written() {
    for (int i = 0, before = -1; i < 500 && before != stored.size(); i++) {
      before = stored.size();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return stored;
  }

  @Override
  public boolean writes(GatewayEvent event) {
    return event instanceof GatewayEvent.LoginEnded;
  }

  @Override
  public Option<Journal> withoutStore() {
    return Option.some(
        new AuditJournal(
            line -> {
              throw new IllegalStateException("connection refused");
            }));
  }

  // end

  @AfterEach
  void close() {
    journal.close();
  }
}
