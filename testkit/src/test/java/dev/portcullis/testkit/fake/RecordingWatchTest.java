package dev.portcullis.testkit.fake;

import dev.portcullis.application.port.out.WatchJournal;
import dev.portcullis.domain.doctor.Comparison;
import dev.portcullis.domain.doctor.WatchState;
import dev.portcullis.testkit.contract.WatchJournalContract;

class RecordingWatchTest implements WatchJournalContract {

  private final RecordingWatch journal = new RecordingWatch();

  @Override
  public WatchJournal watchJournal() {
    return journal;
  }

  @Override
  public boolean alarmed() {
    return !journal.states().isEmpty() && journal.states().getLast() instanceof WatchState.Differs;
  }

  @Override
  public long comparisons(Comparison comparison) {
    return journal.comparisons().stream().filter(comparison::equals).count();
  }
}
