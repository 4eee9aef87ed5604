package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.port.DisagreementJournal;
import dev.portcullis.application.journal.port.DisagreementJournal.Disagreement;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.contract.DisagreementJournalContract;
import io.micrometer.core.instrument.Counter;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicrometerDisagreementJournalTest implements DisagreementJournalContract {

  private final BreakableRegistry registry = new BreakableRegistry();
  private final DisagreementJournal journal = new MicrometerDisagreementJournal(registry);

  @Override
  public DisagreementJournal disagreementJournal() {
    return journal;
  }

  @Override
  public List<String> writtenDisagreements() {
    return registry.find("portcullis.address.disagreements").counters().stream()
        .flatMap(
            counter ->
                Collections.nCopies((int) counter.count(), counter.getId().toString()).stream())
        .toList();
  }

  @Test
  void both_words_and_the_listener_are_labels_and_no_address_is() {
    journal.record(
        new Disagreement(
            Fixtures.decision("203.0.113.9, unknown"),
            Option.of(Fixtures.decision("203.0.113.7"))));

    Counter counter =
        registry
            .get("portcullis.address.disagreements")
            .tags("listener", "web", "actual", "unidentified-entry", "candidate", "resolved")
            .counter();
    assertThat(counter.count()).isEqualTo(1);
    assertThat(counter.getId().getTags()).hasSize(3);
  }

  @Test
  void a_broken_registry_breaks_no_request() {
    registry.breakDown();

    assertThatCode(
            () -> journal.record(new Disagreement(Fixtures.decision("203.0.113.7"), Option.none())))
        .doesNotThrowAnyException();
  }
}
