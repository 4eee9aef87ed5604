package dev.portcullis.testkit.doctor;

import dev.portcullis.doctor.port.WatchJournal;
import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.WatchState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal that keeps everything that it receives, in order. */
public final class RecordingWatch implements WatchJournal {

  private final List<Comparison> comparisons = new CopyOnWriteArrayList<>();
  private final List<WatchState> states = new CopyOnWriteArrayList<>();

  @Override
  public void compared(Comparison comparison) {
    comparisons.add(comparison);
  }

  @Override
  public void changed(WatchState before, WatchState after) {
    states.add(after);
  }

  /** The comparisons so far, a snapshot. */
  public List<Comparison> comparisons() {
    return List.copyOf(comparisons);
  }

  /** The states so far, a snapshot. */
  public List<WatchState> states() {
    return List.copyOf(states);
  }
}
