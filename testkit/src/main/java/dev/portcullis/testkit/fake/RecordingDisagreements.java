package dev.portcullis.testkit.fake;

import dev.portcullis.application.journal.port.DisagreementJournal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every disagreement it is given, in order. */
public final class RecordingDisagreements implements DisagreementJournal {

  private final List<Disagreement> disagreements = new CopyOnWriteArrayList<>();

  @Override
  public void record(Disagreement disagreement) {
    disagreements.add(disagreement);
  }

  /** The disagreements so far, a snapshot. */
  public List<Disagreement> disagreements() {
    return List.copyOf(disagreements);
  }
}
