package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.port.AddressJournal;
import dev.portcullis.testkit.Fixtures;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link AddressJournal} does. */
public interface AddressJournalContract {

  /** The journal under test, the same throughout one test, with nothing written yet. */
  AddressJournal addressJournal();

  /** Everything that the journal has written, one text per decision. */
  List<String> writtenDecisions();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.9, 203.0.113.7",
        "203.0.113.9, unknown",
        "127.0.0.1",
        "",
        "\r\nERROR forged\u001b[31m\u0000\u2028",
        "\": forged; peer \"203.0.113.7"
      })
  default void every_decision_is_written_once_and_in_printable_text(String forwardedFor) {
    addressJournal().record(Fixtures.decision(forwardedFor));

    assertThat(writtenDecisions()).hasSize(1);
    assertThat(writtenDecisions().getFirst().chars()).noneMatch(Character::isISOControl);
  }

  @Test
  default void of_the_decisions_of_two_hundred_threads_none_is_lost() throws Exception {
    AddressJournal journal = addressJournal();
    CountDownLatch together = new CountDownLatch(200);
    Callable<Boolean> decisions =
        () -> {
          together.countDown();
          together.await();
          for (int i = 0; i < 50; i++) {
            journal.record(Fixtures.decision("203.0.113.7"));
          }
          return true;
        };

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(200, decisions))) {
        assertThat(done.get()).isTrue();
      }
    }

    assertThat(writtenDecisions()).hasSize(200 * 50);
  }
}
