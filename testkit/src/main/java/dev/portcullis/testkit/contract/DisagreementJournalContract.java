package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.port.DisagreementJournal;
import dev.portcullis.application.journal.port.DisagreementJournal.Disagreement;
import dev.portcullis.testkit.Fixtures;
import io.vavr.control.Option;
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

/** What every {@link DisagreementJournal} does. */
public interface DisagreementJournalContract {

  /** The journal under test, the same throughout one test, with nothing written yet. */
  DisagreementJournal disagreementJournal();

  /** Everything that the journal has written, one text per disagreement. */
  List<String> writtenDisagreements();

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
  default void every_disagreement_is_written_once_and_in_printable_text(String forwardedFor) {
    Disagreement disagreement =
        new Disagreement(
            Fixtures.decision("203.0.113.7"), Option.of(Fixtures.decision(forwardedFor)));

    disagreementJournal().record(disagreement);

    assertThat(writtenDisagreements()).hasSize(1);
    assertThat(writtenDisagreements().getFirst().chars()).noneMatch(Character::isISOControl);
  }

  @Test
  default void a_candidate_without_a_decision_is_written_too() {
    disagreementJournal().record(new Disagreement(Fixtures.decision("203.0.113.7"), Option.none()));

    assertThat(writtenDisagreements()).hasSize(1);
  }

  @Test
  default void of_the_disagreements_of_two_hundred_threads_none_is_lost() throws Exception {
    DisagreementJournal journal = disagreementJournal();
    CountDownLatch together = new CountDownLatch(200);
    Callable<Boolean> disagreements =
        () -> {
          together.countDown();
          together.await();
          for (int i = 0; i < 50; i++) {
            journal.record(new Disagreement(Fixtures.decision("203.0.113.7"), Option.none()));
          }
          return true;
        };

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(200, disagreements))) {
        assertThat(done.get()).isTrue();
      }
    }

    assertThat(writtenDisagreements()).hasSize(200 * 50);
  }
}
