package dev.portcullis.bootstrap.wiring;

import dev.portcullis.application.journal.port.AddressJournal;
import dev.portcullis.application.journal.port.DisagreementJournal;
import dev.portcullis.application.journal.port.RefusalJournal;

/** Where it is written down how addresses are decided. */
interface ListenerJournals {

  /** The refusals of one listener. */
  RefusalJournal refusals(String listener);

  AddressJournal addresses();

  DisagreementJournal disagreements();
}
