package dev.portcullis.testkit.fake;

import dev.portcullis.application.journal.port.DisagreementJournal;
import dev.portcullis.testkit.contract.DisagreementJournalContract;
import java.util.List;

class RecordingDisagreementsTest implements DisagreementJournalContract {

  private final RecordingDisagreements journal = new RecordingDisagreements();

  @Override
  public DisagreementJournal disagreementJournal() {
    return journal;
  }

  @Override
  public List<String> writtenDisagreements() {
    return journal.disagreements().stream().map(Object::toString).toList();
  }
}
