package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.testkit.fake.RecordingSteps;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepJournalContractTest implements StepJournalContract {

  private final RecordingSteps journal = new RecordingSteps();

  @Override
  public StepJournal stepJournal() {
    return journal;
  }

  @Override
  public List<String> writtenSteps() {
    return journal.steps().stream().map(Object::toString).toList();
  }

  @Test
  void the_steps_of_the_contract_are_all_there_are() {
    assertThat(StepJournalContract.steps().map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Step.class.getPermittedSubclasses());
  }

  static Stream<Class<?>> kinds() {
    return Arrays.stream(Step.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void the_outcomes_of_each_step_are_all_there_are(Class<?> kind) {
    RecordComponent outcome =
        Arrays.stream(kind.getRecordComponents())
            .filter(component -> component.getName().equals("outcome"))
            .findFirst()
            .orElseThrow();

    Set<Class<?>> inContract =
        StepJournalContract.steps()
            .filter(kind::isInstance)
            .map(step -> valueOf(outcome, step).getClass())
            .collect(Collectors.toSet());

    assertThat(inContract).containsExactlyInAnyOrder(outcome.getType().getPermittedSubclasses());
  }

  private static Object valueOf(RecordComponent component, Step step) {
    try {
      return component.getAccessor().invoke(step);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a component of " + step.getClass(), e);
    }
  }
}
