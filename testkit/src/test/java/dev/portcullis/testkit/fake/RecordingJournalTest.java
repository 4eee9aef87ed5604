package dev.portcullis.testkit.fake;

import dev.portcullis.application.journal.port.AddressJournal;
import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.application.journal.port.RefusalJournal;
import dev.portcullis.testkit.contract.AddressJournalContract;
import dev.portcullis.testkit.contract.LoginJournalContract;
import dev.portcullis.testkit.contract.RefusalJournalContract;
import java.util.List;

class RecordingJournalTest
    implements LoginJournalContract, RefusalJournalContract, AddressJournalContract {

  private final RecordingJournal journal = new RecordingJournal();

  @Override
  public LoginJournal loginJournal() {
    return journal;
  }

  @Override
  public List<String> writtenLogins() {
    return journal.logins().stream().map(RecordingJournal.Login::toString).toList();
  }

  @Override
  public RefusalJournal refusalJournal() {
    return journal;
  }

  @Override
  public List<String> writtenRefusals() {
    return journal.refusals().stream().map(RecordingJournal.Refusal::toString).toList();
  }

  @Override
  public AddressJournal addressJournal() {
    return journal;
  }

  @Override
  public List<String> writtenDecisions() {
    return journal.decisions().stream().map(Object::toString).toList();
  }
}
