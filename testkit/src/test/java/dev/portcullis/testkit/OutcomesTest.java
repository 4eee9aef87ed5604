package dev.portcullis.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Step;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Traversable;
import io.vavr.collection.Vector;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The fixture has every outcome there is, and each outcome has one word. */
class OutcomesTest {

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(LoginOutcome.class, LoginOutcome.CODES, Outcomes.logins()),
        step(Step.REFRESH, RefreshOutcome.class),
        step(Step.REVOKE, RevokeOutcome.class),
        step(Step.MFA_AUTHENTICATORS, AuthenticatorsOutcome.class),
        step(Step.MFA_CHALLENGE, ChallengeOutcome.class),
        step(Step.MFA_ENROLLMENT, EnrollmentOutcome.class),
        step(Step.MFA_VERIFICATION, MfaOutcome.class),
        step(Step.RESET_ASKED, ResetOutcome.class),
        step(Step.RESET_STARTED, ResetStart.class));
  }

  private static Arguments step(Step step, Class<? extends Outcome> type) {
    return Arguments.of(
        type,
        step.codes(),
        Outcomes.steps().filter(it -> it.step() == step).map(GatewayEvent.StepEnded::outcome));
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_outcome_of_a_type_is_there(
      Class<?> type, Set<OutcomeCode> codes, Vector<? extends Outcome> outcomes) {
    assertThat(classes(outcomes)).containsExactlyInAnyOrder(type.getPermittedSubclasses());
    assertThat(outcomes.map(Outcome::code).toSet()).isEqualTo(HashSet.ofAll(codes));
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_record_is_named_after_its_code(
      Class<?> type, Set<OutcomeCode> codes, Vector<? extends Outcome> outcomes) {
    assertThat(outcomes.filter(outcome -> outcome.fault().isEmpty()))
        .allSatisfy(outcome -> assertThat(kebab(outcome)).isEqualTo(outcome.code().word()));
    assertThat(outcomes.filter(outcome -> outcome.fault().isDefined()))
        .allSatisfy(
            outcome -> {
              assertThat(kebab(outcome)).isEqualTo("unanswered");
              assertThat(outcome.code()).isEqualTo(outcome.fault().get().code());
            });
  }

  @Test
  void every_fault_is_there_and_named_after_its_code() {
    assertThat(classes(Outcomes.faults()))
        .containsExactlyInAnyOrder(ProviderFault.class.getPermittedSubclasses());
    assertThat(Outcomes.faults().map(ProviderFault::code).toSet())
        .isEqualTo(HashSet.ofAll(ProviderFault.CODES));
    assertThat(Outcomes.faults())
        .allSatisfy(fault -> assertThat(kebab(fault)).isEqualTo(fault.code().word()));
  }

  @Test
  void everything_that_can_follow_a_breach_is_there_and_named_after_its_code() {
    assertThat(classes(Outcomes.breaches()))
        .containsExactlyInAnyOrder(BreachOutcome.class.getPermittedSubclasses());
    assertThat(Outcomes.breaches())
        .allSatisfy(breach -> assertThat(kebab(breach)).isEqualTo(breach.code().word()));
  }

  @Test
  void every_code_belongs_to_some_outcome() {
    Set<OutcomeCode> codes =
        Outcomes.steps()
            .map(step -> step.outcome().code())
            .appendAll(Outcomes.logins().map(LoginOutcome::code))
            .toSet();

    assertThat(codes).containsExactlyInAnyOrder(OutcomeCode.values());
  }

  @Test
  void every_kind_of_event_is_there() {
    assertThat(classes(Outcomes.events()))
        .containsExactlyInAnyOrder(GatewayEvent.class.getPermittedSubclasses());
  }

  @Test
  void a_verdict_is_any_outcome_of_a_login() {
    assertThat(Verdict.CODES)
        .allSatisfy(code -> assertThat(Outcomes.codeOf(Outcomes.verdict(code))).isEqualTo(code));
    assertThat(classes(Verdict.CODES.map(Outcomes::verdict)))
        .containsExactlyInAnyOrder(Verdict.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @EnumSource
  void a_step_ends_with_no_outcome_of_another(Step step) {
    Vector<Outcome> others =
        Outcomes.steps()
            .map(GatewayEvent.StepEnded::outcome)
            .filter(outcome -> !step.codes().contains(outcome.code()));

    assertThat(others)
        .isNotEmpty()
        .allSatisfy(
            outcome ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> Outcomes.ended(step, outcome))
                    .withMessageStartingWith("outcome: " + outcome.code()));
  }

  private static java.util.Set<Class<?>> classes(Traversable<?> values) {
    return values.<Class<?>>map(Object::getClass).toSet().toJavaSet();
  }

  private static String kebab(Object outcome) {
    return outcome
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
