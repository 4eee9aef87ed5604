package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.port.RefusalJournal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link RefusalJournal} does. */
public interface RefusalJournalContract {

  /** The journal under test, the same throughout one test, with nothing written yet. */
  RefusalJournal refusalJournal();

  /** Everything that the journal has written, one text per refusal. */
  List<String> writtenRefusals();

  @ParameterizedTest
  @EnumSource
  default void every_reason_is_written_once(RejectionReason reason) {
    refusalJournal().record(new RequestId("request-1"), reason);

    assertThat(writtenRefusals()).hasSize(1);
  }

  @Test
  default void of_the_refusals_of_two_hundred_threads_none_is_lost() throws Exception {
    RefusalJournal journal = refusalJournal();
    RequestId id = new RequestId("request-1");
    CountDownLatch together = new CountDownLatch(200);
    Callable<Boolean> refusals =
        () -> {
          together.countDown();
          together.await();
          for (int i = 0; i < 50; i++) {
            journal.record(id, RejectionReason.BAD_ENTRY);
          }
          return true;
        };

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> written : threads.invokeAll(Collections.nCopies(200, refusals))) {
        assertThat(written.get()).isTrue();
      }
    }

    assertThat(writtenRefusals()).hasSize(200 * 50);
  }
}
