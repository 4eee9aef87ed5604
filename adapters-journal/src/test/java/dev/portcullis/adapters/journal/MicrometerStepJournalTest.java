package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.contract.StepJournalContract;
import io.micrometer.core.instrument.Meter;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicrometerStepJournalTest implements StepJournalContract {

  private final BreakableRegistry registry = new BreakableRegistry();
  private final StepJournal journal = new MicrometerStepJournal(registry);

  @Override
  public StepJournal stepJournal() {
    return journal;
  }

  @Override
  public List<String> writtenSteps() {
    return registry.find("portcullis.steps").timers().stream()
        .flatMap(
            timer -> Collections.nCopies((int) timer.count(), timer.getId().toString()).stream())
        .toList();
  }

  @Test
  void every_outcome_of_every_step_shows_from_the_start_and_none_is_added() {
    List<String> atFirst = meters();

    StepJournalContract.steps()
        .forEach(
            step ->
                journal.record(
                    Fixtures.requester("203.0.113.7"), step, Option.none(), Duration.ofMillis(1)));

    assertThat(atFirst).isNotEmpty().doesNotHaveDuplicates();
    assertThat(meters()).containsExactlyInAnyOrderElementsOf(atFirst);
    assertThat(registry.find("portcullis.steps").timers())
        .allMatch(timer -> timer.count() > 0, "is the code of some outcome");
  }

  @Test
  void a_broken_registry_breaks_no_step() {
    registry.breakDown();

    assertThatCode(
            () ->
                journal.record(
                    Fixtures.requester("203.0.113.7"),
                    new Step.Revoke(new RevokeOutcome.Revoked()),
                    Option.none(),
                    Duration.ZERO))
        .doesNotThrowAnyException();
  }

  private List<String> meters() {
    return registry.getMeters().stream().map(Meter::getId).map(Object::toString).toList();
  }
}
