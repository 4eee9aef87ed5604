package dev.portcullis.doctor.port;

import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.WatchState;

/**
 * Records what the watch over the tenant observes. Must not block for long, must not throw, and is
 * safe for concurrent use. Its contract is {@code WatchJournalContract} in testkit-doctor.
 */
public interface WatchJournal {

  /** Records the comparison of one logged login. */
  void compared(Comparison comparison);

  /** Records a change of state. */
  void changed(WatchState before, WatchState after);

  /** A journal that records in this one and then in {@code other}. */
  default WatchJournal and(WatchJournal other) {
    return new WatchJournal() {
      @Override
      public void compared(Comparison comparison) {
        WatchJournal.this.compared(comparison);
        other.compared(comparison);
      }

      @Override
      public void changed(WatchState before, WatchState after) {
        WatchJournal.this.changed(before, after);
        other.changed(before, after);
      }
    };
  }
}
