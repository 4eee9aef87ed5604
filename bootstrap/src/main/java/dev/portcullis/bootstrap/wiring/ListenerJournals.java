package dev.portcullis.bootstrap.wiring;

import dev.portcullis.application.port.out.AddressJournal;
import dev.portcullis.application.port.out.DisagreementJournal;
import dev.portcullis.application.port.out.RefusalJournal;

/** Where it is written down how addresses are decided. */
interface ListenerJournals {

  /** The refusals of one listener. */
  RefusalJournal refusals(String listener);

  AddressJournal addresses();

  DisagreementJournal disagreements();
}
