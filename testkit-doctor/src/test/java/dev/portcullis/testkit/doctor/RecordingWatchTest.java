package dev.portcullis.testkit.doctor;

import dev.portcullis.doctor.port.WatchJournal;
import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.WatchState;

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
