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
            BrokenVerifiers.TellsThePasswordAlone.class,
            "the_provider_is_told_the_user_and_the_users_address"),
        Arguments.of(
            BrokenVerifiers.TellsThePasswordAlone.class,
            "the_provider_is_told_what_the_caller_chooses_or_nothing_is_submitted"),
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
            BrokenLimiters.ResetsAreSavedUp.class, "resets_that_were_not_used_are_not_saved_up"),
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
            BrokenPaces.FailsWithoutStore.class, "without_its_store_it_goes_on_in_this_process"),
        Arguments.of(
            BrokenPaces.PassesAllWithoutStore.class,
            "without_its_store_it_goes_on_in_this_process"),
        Arguments.of(
            BrokenPaces.OneTooMany.class, "no_second_has_more_calls_than_the_limit_and_few_less"),
        Arguments.of(
            BrokenPaces.TooSlow.class, "no_second_has_more_calls_than_the_limit_and_few_less"),
        Arguments.of(
            BrokenPaces.NamesTooShortWaits.class,
            "a_call_that_is_asked_for_again_after_the_wait_is_made"),
        Arguments.of(
            BrokenPaces.Bunches.class,
            "half_a_second_of_calls_may_follow_each_other_at_once_and_the_others_are_spaced"),
        Arguments.of(BrokenPaces.OneTooMany.class, "one_call_a_second_may_be_all"),
        Arguments.of(
            BrokenPaces.KeepsTheFirstLimit.class, "a_lower_limit_counts_from_the_next_call_on"),
        Arguments.of(
            BrokenPaces.KeepsTheFirstLimit.class, "a_higher_limit_counts_from_the_next_call_on"),
        Arguments.of(
            BrokenPaces.IgnoresPauses.class,
            "during_a_pause_no_call_is_made_and_the_longest_counts"),
        Arguments.of(
            BrokenPaces.WaitsForTheClockToCatchUp.class, "a_clock_that_is_set_back_stops_no_calls"),
        Arguments.of(
            BrokenAttemptLimiters.FailWithoutStore.class,
            "attempts_are_limited_in_bounded_time_while_the_store_is_away"),
        Arguments.of(
            BrokenAttemptLimiters.PassWithoutStore.class,
            "attempts_are_limited_in_bounded_time_while_the_store_is_away"),
        Arguments.of(
            BrokenAttemptLimiters.CountSpellings.class,
            "spellings_of_one_user_count_together_and_users_apart"),
        Arguments.of(
            BrokenAttemptLimiters.CountEachAddress.class,
            "the_addresses_of_one_subscriber_count_together_and_subscribers_apart"),
        Arguments.of(BrokenAttemptLimiters.IgnoreListeners.class, "each_listener_counts_apart"),
        Arguments.of(
            BrokenAttemptLimiters.IgnoreNetworks.class,
            "the_subscribers_of_one_network_count_together_and_networks_apart"),
        Arguments.of(
            BrokenAttemptLimiters.NeverRefund.class, "a_refunded_attempt_is_as_if_it_had_not_been"),
        Arguments.of(
            BrokenAttemptLimiters.NeverWait.class,
            "of_twenty_simultaneous_right_attempts_of_one_user_none_is_refused"),
        Arguments.of(
            BrokenAttemptLimiters.WaitForever.class,
            "an_attempt_waits_no_longer_than_the_limits_allow"),
        Arguments.of(
            BrokenAttemptLimiters.CountRefused.class,
            "an_attempt_that_one_limit_refuses_is_counted_by_no_other"),
        Arguments.of(
            BrokenAttemptLimiters.CountLater.class,
            "of_a_thousand_simultaneous_wrong_attempts_no_more_than_the_limit_pass"),
        Arguments.of(
            BrokenAttemptLimiters.RefuseWhileWatching.class,
            "limits_that_only_watch_let_through_and_report_what_they_would_refuse"),
        Arguments.of(
            BrokenAttemptLimiters.ReportNothing.class,
            "a_limit_that_alarms_lets_through_and_reports"),
        Arguments.of(
            BrokenAttemptLimiters.NeverForget.class, "after_the_window_every_attempt_is_back"),
        Arguments.of(
            BrokenProviders.HasOneRemedyForAll.class,
            "each_misconfiguration_has_its_own_remedy_in_one_printable_line"),
        Arguments.of(
            BrokenProviders.HasRemediesOfTwoLines.class,
            "each_misconfiguration_has_its_own_remedy_in_one_printable_line"),
        Arguments.of(
            BrokenProviders.NamesNoHeader.class, "its_own_headers_are_header_names_in_lower_case"),
        Arguments.of(
            BrokenProviders.DeclaresNoFaults.class,
            "its_logins_end_with_codes_of_logins_and_can_always_fail"),
        Arguments.of(
            BrokenProviders.DeclaresCodesOfOtherSteps.class,
            "its_logins_end_with_codes_of_logins_and_can_always_fail"),
        Arguments.of(
            BrokenTokens.UnknownIsMisconfigured.class,
            "a_token_that_is_not_known_is_no_longer_valid_and_may_be_revoked"),
        Arguments.of(
            BrokenTokens.UnknownIsNotRevoked.class,
            "a_token_that_is_not_known_is_no_longer_valid_and_may_be_revoked"),
        Arguments.of(
            BrokenTokens.ForgetsTheSuccessor.class,
            "a_token_is_renewed_once_and_its_successor_after_it"),
        Arguments.of(BrokenTokens.RevokesNothing.class, "a_revoked_token_is_no_longer_valid"),
        Arguments.of(
            BrokenTokens.RevokesTheFirstHundred.class,
            "two_hundred_simultaneous_revocations_are_answered_alike"),
        Arguments.of(
            BrokenTokens.DeniesWhatNeedsASecondFactor.class,
            "each_situation_has_its_answer_to_a_renewal_in_time"),
        Arguments.of(
            BrokenTokens.RevokesWithoutAnAnswer.class,
            "each_situation_has_its_answer_to_a_revocation_in_time"),
        Arguments.of(BrokenTokens.PrintsTokens.class, "nothing_prints_the_token"),
        Arguments.of(BrokenResets.MailsThrow.class, "each_situation_has_an_outcome_in_time"),
        Arguments.of(
            BrokenResets.MailsArePromised.class, "no_mail_is_promised_that_was_not_accepted"),
        Arguments.of(
            BrokenResets.MailsTellUnknownUsers.class,
            "an_unknown_user_is_answered_like_a_known_one"),
        Arguments.of(BrokenResets.MailsNeedAnAddress.class, "a_strange_identifier_has_an_outcome"),
        Arguments.of(
            BrokenResets.PagesNameTheUser.class, "a_page_is_an_absolute_url_and_of_no_user"),
        Arguments.of(
            BrokenResets.PagesAreRelative.class, "a_page_is_an_absolute_url_and_of_no_user"),
        Arguments.of(
            BrokenResets.MailsFailUnderLoad.class,
            "two_hundred_simultaneous_resets_are_answered_alike"),
        Arguments.of(
            BrokenResets.TicketsAreAddressedAsTyped.class,
            "a_user_gets_a_link_addressed_as_the_provider_has_the_user"),
        Arguments.of(BrokenResets.TicketsForTheFirstOfAList.class, "nobody_else_gets_one"),
        Arguments.of(BrokenResets.TicketsFailAlike.class, "each_fault_is_returned_in_time"),
        Arguments.of(BrokenResets.TicketsPrintTheLink.class, "nothing_prints_the_link"),
        Arguments.of(
            BrokenSessions.RevokedKeepTheEarlierEnd.class, "revoking_again_keeps_the_later_end"),
        Arguments.of(
            BrokenSessions.RevokedKeepTheFirstEnd.class,
            "revoking_again_with_a_later_end_extends_it"),
        Arguments.of(
            BrokenSessions.RevokedKnowEverybody.class,
            "a_revoked_session_is_known_and_another_is_not"),
        Arguments.of(
            BrokenSessions.RevokedHaveRoomForAThousand.class,
            "a_revocation_holds_until_its_end_however_many_follow"),
        Arguments.of(
            BrokenSessions.RevokedRefuseThePast.class,
            "a_session_whose_end_has_passed_can_be_revoked_without_harm"),
        Arguments.of(
            BrokenSessions.RevokedHaveRoomForAHundred.class,
            "of_two_hundred_simultaneous_revocations_none_is_lost"),
        Arguments.of(BrokenSessions.RenewedKeepTheFirst.class, "the_later_of_two_results_counts"),
        Arguments.of(
            BrokenSessions.RenewedForgetAll.class, "what_is_forgotten_is_gone_and_nothing_else_is"),
        Arguments.of(
            BrokenSessions.RenewedForgetNothing.class,
            "what_is_forgotten_is_gone_and_nothing_else_is"),
        Arguments.of(
            BrokenSessions.RenewedHaveRoomForAHundred.class,
            "of_two_hundred_simultaneous_results_none_is_lost"),
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
            "the_end_of_a_session_is_told_to_the_others"),
        Arguments.of(
            BrokenTracings.BeginsEachTraceAnew.class,
            "a_request_continues_the_trace_that_its_header_names"),
        Arguments.of(
            BrokenTracings.SharesOneSpan.class,
            "two_hundred_concurrent_requests_keep_their_spans_apart"),
        Arguments.of(
            BrokenTracings.LeavesCallsOpen.class,
            "a_call_has_its_outcome_and_the_providers_own_id"),
        Arguments.of(
            BrokenTracings.ForgetsOtherThreads.class,
            "a_task_on_another_thread_belongs_to_the_request"),
        Arguments.of(
            BrokenTracings.HasNoParts.class,
            "parts_and_calls_are_children_of_the_request_and_of_each_other"));
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
        BrokenAttemptLimiters.Sound.class,
        BrokenPaces.SoundPace.class,
        BrokenProviders.Sound.class,
        BrokenTokens.Sound.class,
        BrokenResets.SoundMails.class,
        BrokenResets.SoundTickets.class,
        BrokenSessions.SoundRevoked.class,
        BrokenSessions.SoundRenewed.class,
        BrokenTurns.SoundTurns.class,
        BrokenTracings.Sound.class
      })
  void an_adapter_without_a_defect_passes(Class<?> adapter) {
    Events tests = run(adapter);

    assertThat(tests.failed().count()).isZero();
    assertThat(tests.succeeded().count()).isGreaterThan(4);
  }

  @Test
  void every_broken_adapter_is_in_the_table() {
    Set<Class<?>> listed = broken().map(it -> (Class<?>) it.get()[0]).collect(Collectors.toSet());

    assertThat(
            Stream.of(
                    BrokenVerifiers.class,
                    BrokenJournals.class,
                    BrokenLimiters.class,
                    BrokenAttemptLimiters.class,
                    BrokenPaces.class,
                    BrokenProviders.class,
                    BrokenTokens.class,
                    BrokenResets.class,
                    BrokenSessions.class,
                    BrokenTurns.class,
                    BrokenTracings.class)
                .flatMap(it -> Arrays.stream(it.getDeclaredClasses()))
                .filter(it -> !Modifier.isPrivate(it.getModifiers()))
                .filter(it -> !it.getSimpleName().startsWith("Sound")))
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
