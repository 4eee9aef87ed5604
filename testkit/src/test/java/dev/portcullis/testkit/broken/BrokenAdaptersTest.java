package dev.portcullis.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Each contract fails for an adapter that breaks it, in the test that is there for it. */
class BrokenAdaptersTest {

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            BrokenVerifiers.TellsNoAddress.class,
            "the_provider_is_told_the_user_and_the_users_address"),
        Arguments.of(
            BrokenVerifiers.IgnoresChoices.class,
            "the_provider_is_told_what_the_caller_chooses_or_nothing_is_submitted"),
        Arguments.of(
            BrokenVerifiers.DeclaresNoChoices.class,
            "the_provider_is_told_what_the_caller_chooses_or_nothing_is_submitted"),
        Arguments.of(
            BrokenVerifiers.SubmitsTwice.class,
            "the_provider_is_told_the_user_and_the_users_address"),
        Arguments.of(
            BrokenVerifiers.RetriesRefusals.class, "a_refused_login_is_submitted_once_too"),
        Arguments.of(BrokenVerifiers.RetriesSilence.class, "each_situation_has_its_answer_in_time"),
        Arguments.of(BrokenVerifiers.TrimsPasswords.class, "a_password_counts_as_typed"),
        Arguments.of(
            BrokenVerifiers.CutsPasswords.class, "the_longest_password_and_identifier_are_taken"),
        Arguments.of(
            BrokenVerifiers.TellsUnknownUsers.class,
            "an_unknown_user_and_a_wrong_password_answer_alike"),
        Arguments.of(
            BrokenVerifiers.ThrowsWithoutAnswer.class, "each_situation_has_its_answer_in_time"),
        Arguments.of(BrokenVerifiers.PrintsPasswords.class, "nothing_prints_the_password"),
        Arguments.of(
            BrokenVerifiers.RemembersChoices.class, "one_login_chooses_nothing_for_the_next"),
        Arguments.of(
            BrokenVerifiers.CallsSilenceLost.class,
            "silence_and_a_lost_connection_are_distinguished"),
        Arguments.of(
            BrokenVerifiers.DeclaresNoFaults.class,
            "the_declared_codes_are_codes_of_logins_and_include_every_fault"),
        Arguments.of(
            BrokenJournals.FailsWithUpstream.class,
            "an_event_with_the_request_id_of_the_provider_is_written"),
        Arguments.of(BrokenJournals.WritesTwice.class, "every_event_is_written_once"),
        Arguments.of(BrokenJournals.ForgetsSteps.class, "every_event_is_written_once"),
        Arguments.of(BrokenJournals.WritesTokens.class, "no_secret_is_written"),
        Arguments.of(
            BrokenJournals.WritesRawHeaders.class,
            "what_a_header_says_about_an_address_is_written_in_printable_text"),
        Arguments.of(BrokenJournals.CountsNanoseconds.class, "a_login_of_any_length_is_written"),
        Arguments.of(
            BrokenJournals.LosesSome.class, "of_the_events_of_two_hundred_threads_none_is_lost"),
        Arguments.of(
            BrokenJournals.FailsWithoutStore.class,
            "a_store_that_is_away_neither_fails_nor_delays_a_login"),
        Arguments.of(
            BrokenJournals.WaitsForStore.class,
            "a_store_that_is_away_neither_fails_nor_delays_a_login"),
        Arguments.of(
            BrokenLimiters.ResetsFailWithoutStore.class,
            "nothing_is_let_through_while_the_store_is_away"),
        Arguments.of(
            BrokenLimiters.ResetsPassWithoutStore.class,
            "nothing_is_let_through_while_the_store_is_away"),
        Arguments.of(
            BrokenLimiters.ResetsCountSpellings.class, "spellings_of_one_user_count_together"),
        Arguments.of(
            BrokenLimiters.ResetsCountEachAddress.class,
            "the_addresses_of_one_subscriber_count_together"),
        Arguments.of(
            BrokenLimiters.ResetsIgnoreAddresses.class,
            "an_address_has_a_number_of_resets_for_all_its_users_together"),
        Arguments.of(
            BrokenLimiters.ResetsIgnoreUsers.class, "a_user_has_a_number_of_resets_and_then_waits"),
        Arguments.of(
            BrokenLimiters.ResetsCountTheUserFirst.class,
            "who_has_used_up_his_address_uses_up_nobody_elses_resets"),
        Arguments.of(
            BrokenLimiters.GuessesFailWithoutStore.class,
            "nothing_is_let_through_while_the_store_is_away"),
        Arguments.of(
            BrokenLimiters.GuessesPassWithoutStore.class,
            "nothing_is_let_through_while_the_store_is_away"),
        Arguments.of(BrokenLimiters.GuessesShareOneCount.class, "each_login_has_its_own"),
        Arguments.of(
            BrokenLimiters.GuessesAreNeverForgotten.class,
            "a_login_is_remembered_to_the_end_of_its_time_and_no_longer"),
        Arguments.of(
            BrokenLimiters.GuessesAreForgottenEarly.class,
            "a_login_is_remembered_to_the_end_of_its_time_and_no_longer"),
        Arguments.of(BrokenLimiters.GuessesHaveOneMore.class, "one_guess_may_be_all"),
        Arguments.of(
            BrokenTurns.TurnsAreEverybodys.class,
            "of_sixty_simultaneous_turns_on_three_instances_one_renews"),
        Arguments.of(
            BrokenTurns.TurnsCutResults.class,
            "an_instance_that_waits_gets_the_result_of_the_one_that_renews"),
        Arguments.of(
            BrokenTurns.TurnsTakeLateResults.class,
            "a_turn_that_took_too_long_is_anothers_and_its_late_result_does_not_count"),
        Arguments.of(
            BrokenTurns.TurnsKeepEndsForThemselves.class,
            "the_end_of_a_session_is_told_to_the_others"));
  }

  @ParameterizedTest
  @MethodSource
  void broken(Class<?> adapter, String caughtBy) {
    Set<String> failed = failed(adapter);

    assertThat(failed).contains(caughtBy);
  }

  /** Without its defect each of them passes, so the defect is what the contract catches. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        BrokenVerifiers.Sound.class,
        BrokenJournals.Sound.class,
        BrokenLimiters.SoundResets.class,
        BrokenLimiters.SoundGuesses.class,
        BrokenTurns.SoundTurns.class
      })
  void an_adapter_without_a_defect_passes(Class<?> adapter) {
    Events tests = run(adapter);

    assertThat(tests.failed().count()).isZero();
    assertThat(tests.succeeded().count()).isGreaterThan(5);
  }

  @Test
  void every_broken_adapter_is_in_the_table() {
    Set<Class<?>> listed = broken().map(it -> (Class<?>) it.get()[0]).collect(Collectors.toSet());

    assertThat(
            Stream.of(
                    BrokenVerifiers.class,
                    BrokenJournals.class,
                    BrokenLimiters.class,
                    BrokenTurns.class)
                .flatMap(it -> Arrays.stream(it.getDeclaredClasses()))
                .filter(it -> !it.getSimpleName().startsWith("Sound"))
                .filter(it -> !Modifier.isPrivate(it.getModifiers())))
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  private static Events run(Class<?> adapter) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(adapter))
        .execute()
        .testEvents();
  }

  /** The names of the test methods that fail. */
  private static Set<String> failed(Class<?> adapter) {
    return run(adapter).failed().stream()
        .map(event -> event.getTestDescriptor().getSource().orElse(null))
        .filter(Objects::nonNull)
        .map(org.junit.platform.engine.support.descriptor.MethodSource.class::cast)
        .map(source -> source.getMethodName())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
