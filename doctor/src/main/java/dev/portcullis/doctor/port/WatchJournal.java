package dev.portcullis.doctor.port;

import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.WatchState;

/**
 * Writes down what the watch over the tenant sees. Must not block for long, must not throw, and is
 * safe for concurrent use. Its contract is {@code WatchJournalContract} in the testkit.
 */
public interface WatchJournal {

  /** One logged login was compared. */
  void compared(Comparison comparison);

  /** What is known has changed. */
  void changed(WatchState before, WatchState after);

  /** A journal that writes to this one and then to {@code other}. */
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
