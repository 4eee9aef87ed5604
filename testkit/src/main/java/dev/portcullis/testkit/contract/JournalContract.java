package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.Outcomes;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Journal} does. Implement it in a test class; the methods to write are {@link
 * #journal}, {@link #written} and {@link #withoutStore}.
 */
public interface JournalContract {

  /** The journal under test, the same throughout one test, with nothing written yet. */
  Journal journal();

  /**
   * Everything that the journal has written, one text per event. Where it writes several events as
   * one sum, the text of the sum, as many times as it counts.
   */
  List<String> written();

  /**
   * A journal whose store is away: a closed port, a full disk. None if it writes to no store that
   * can be away, which is published as a report entry.
   */
  Option<Journal> withoutStore();

  /** Whether the journal writes such events at all; a journal ignores what it has no use for. */
  default boolean writes(GatewayEvent event) {
    return true;
  }

  /** Every event there is. */
  static Stream<GatewayEvent> events() {
    return Outcomes.events().toJavaStream();
  }

  /** One event of each kind. */
  static Stream<GatewayEvent> kinds() {
    return Stream.of(
        Outcomes.ended(new LoginOutcome.WrongCredentials()),
        Outcomes.ended(Step.REVOKE, new RevokeOutcome.Revoked()),
        Outcomes.refused(RejectionReason.BAD_ENTRY),
        new GatewayEvent.HttpRefused("web", HttpRefusal.HEAD_TIMEOUT),
        Outcomes.reached(AttemptLimit.PER_ADDRESS, false),
        new GatewayEvent.SessionLost(new RequestId("r1"), SessionFault.TOO_LARGE),
        new GatewayEvent.AddressDecided(Fixtures.decision("203.0.113.7")),
        new GatewayEvent.CandidateDiffered(Fixtures.decision("203.0.113.7"), Option.none()));
  }

  /** The events that can have a request id of the provider's, with one. */
  static Stream<GatewayEvent> withUpstream() {
    var upstream = Option.some(new ProviderRequestId("fcf0bd8fc5d2a0b5"));
    var login = Outcomes.ended(new LoginOutcome.WrongCredentials());
    var step = Outcomes.ended(Step.REVOKE, new RevokeOutcome.Revoked());
    return Stream.of(
        new GatewayEvent.LoginEnded(login.subject(), login.outcome(), upstream, login.elapsed()),
        new GatewayEvent.StepEnded(
            step.requester(),
            step.identifier(),
            step.step(),
            step.outcome(),
            upstream,
            step.elapsed()));
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.JournalContract#events")
  default void every_event_is_written_once(GatewayEvent event) {
    journal().record(event);

    assertThat(written()).hasSize(writes(event) ? 1 : 0);
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.JournalContract#events")
  default void no_secret_is_written(GatewayEvent event) {
    journal().record(event);

    assertThat(written()).noneMatch(text -> text.contains(Outcomes.CANARY));
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.JournalContract#events")
  default void what_a_header_says_about_an_address_is_written_in_printable_text(
      GatewayEvent event) {
    boolean ofAddress =
        switch (event) {
          case GatewayEvent.LoginEnded login -> false;
          case GatewayEvent.StepEnded step -> false;
          case GatewayEvent.RequestRefused refused -> true;
          case GatewayEvent.HttpRefused refused -> false;
          case GatewayEvent.LimitReached reached -> false;
          case GatewayEvent.SessionLost lost -> false;
          case GatewayEvent.AddressDecided decided -> true;
          case GatewayEvent.CandidateDiffered differed -> true;
        };

    journal().record(event);

    assertThat(ofAddress ? written() : List.<String>of())
        .noneMatch(text -> text.chars().anyMatch(Character::isISOControl));
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.JournalContract#withUpstream")
  default void an_event_with_the_request_id_of_the_provider_is_written(GatewayEvent event) {
    journal().record(event);

    assertThat(written()).hasSize(writes(event) ? 1 : 0);
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.JournalContract#kinds")
  default void a_store_that_is_away_neither_fails_nor_delays_a_login(
      GatewayEvent event, TestReporter reporter) {
    Option<Journal> away = withoutStore();
    if (away.isEmpty()) {
      reporter.publishEntry("without a store", "nothing can be away");
      return;
    }

    assertThatCode(
            () ->
                assertTimeoutPreemptively(
                    Duration.ofSeconds(1),
                    () -> {
                      for (int i = 0; i < 20; i++) {
                        away.get().record(event);
                      }
                    }))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.000000001S", "PT1H", "P106752D", "PT2562047788015215H"})
  default void a_login_of_any_length_is_written(Duration elapsed) {
    var login = Outcomes.ended(new LoginOutcome.WrongCredentials());

    journal()
        .record(
            new GatewayEvent.LoginEnded(
                login.subject(), login.outcome(), login.upstream(), elapsed));

    assertThat(written()).hasSize(writes(login) ? 1 : 0);
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.JournalContract#kinds")
  default void of_the_events_of_two_hundred_threads_none_is_lost(GatewayEvent event)
      throws Exception {
    Journal journal = journal();
    CountDownLatch together = new CountDownLatch(200);
    Callable<Boolean> events =
        () -> {
          together.countDown();
          together.await();
          for (int i = 0; i < 50; i++) {
            journal.record(event);
          }
          return true;
        };

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(200, events))) {
        assertThat(done.get()).isTrue();
      }
    }

    assertThat(written()).hasSize(writes(event) ? 200 * 50 : 0);
  }
}
