package dev.portcullis.testkit.fake;

import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.testkit.contract.JournalContract;
import io.vavr.control.Option;
import java.util.List;

class RecordingJournalTest implements JournalContract {

  private final RecordingJournal journal = new RecordingJournal();

  @Override
  public Option<Journal> withoutStore() {
    return Option.none();
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public List<String> written() {
    return journal.events().stream().map(Object::toString).toList();
  }
}
