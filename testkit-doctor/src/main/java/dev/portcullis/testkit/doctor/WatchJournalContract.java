package dev.portcullis.testkit.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.port.WatchJournal;
import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.WatchState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link WatchJournal} does. */
public interface WatchJournalContract {

  /** The journal under test, the same throughout one test, with nothing written yet. */
  WatchJournal watchJournal();

  /** Whether the latest record is that the tenant's log differs. */
  boolean alarmed();

  @Test
  default void a_difference_is_recorded_and_so_is_its_end() {
    WatchState differs = new WatchState.Differs(Instant.EPOCH, "ignored");
    boolean before = alarmed();

    watchJournal().changed(new WatchState.Unknown(), differs);
    boolean then = alarmed();
    watchJournal().changed(differs, new WatchState.Agrees());

    assertThat(before).isFalse();
    assertThat(then).isTrue();
    assertThat(alarmed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\nERROR forged\u001b[31m\u0000\u2028"})
  default void any_reason_for_an_unreadable_log_is_accepted(String why) {
    watchJournal()
        .changed(
            new WatchState.Agrees(), new WatchState.Blind(new FactUnavailable.NotAnswered(why)));

    assertThat(alarmed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  default void two_hundred_threads_may_compare_concurrently(Comparison comparison)
      throws Exception {
    WatchJournal journal = watchJournal();
    Callable<Boolean> comparing =
        () -> {
          journal.compared(comparison);
          return true;
        };

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(200, comparing))) {
        assertThat(done.get()).isTrue();
      }
    }

    assertThat(comparisons(comparison)).isIn(List.of(0L, 200L));
  }

  /** How many of these were written; 0 if such a journal writes none. */
  long comparisons(Comparison comparison);
}
