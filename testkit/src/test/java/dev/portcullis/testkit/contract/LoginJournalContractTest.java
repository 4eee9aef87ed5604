package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginOutcome.Cause;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoginJournalContractTest {

  @Test
  void the_outcomes_are_all_there_are() {
    Stream<LoginOutcome> outcomes = LoginJournalContract.outcomes();

    assertThat(classes(outcomes))
        .containsExactlyInAnyOrder(LoginOutcome.class.getPermittedSubclasses());
  }

  @Test
  void the_causes_of_unavailability_are_all_there_are() {
    Stream<Cause> causes =
        LoginJournalContract.outcomes()
            .filter(LoginOutcome.Unavailable.class::isInstance)
            .map(outcome -> ((LoginOutcome.Unavailable) outcome).cause());

    assertThat(classes(causes)).containsExactlyInAnyOrder(Cause.class.getPermittedSubclasses());
  }

  @Test
  void the_resets_of_leaked_passwords_are_all_there_are() {
    Stream<BreachOutcome> resets =
        LoginJournalContract.outcomes()
            .filter(LoginOutcome.PasswordLeaked.class::isInstance)
            .map(outcome -> ((LoginOutcome.PasswordLeaked) outcome).reset());

    assertThat(classes(resets))
        .containsExactlyInAnyOrder(BreachOutcome.class.getPermittedSubclasses());
  }

  private static Set<Class<?>> classes(Stream<?> values) {
    return values.map(Object::getClass).collect(Collectors.toSet());
  }
}
