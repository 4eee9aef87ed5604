package dev.portcullis.testkit.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The contract fails for a log that breaks it, in the test that is there for it. */
class BrokenLogsTest {

  private static final String MATCHES = "only_what_matches_is_found";
  private static final String ORDER = "the_newest_come_first_and_no_more_than_asked_for";
  private static final String PAGES = "more_than_a_page_is_read_and_nothing_twice";
  private static final String FOLLOWS = "after_an_event_come_those_that_followed_oldest_first";

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(BrokenLogs.IgnoresTimes.class, MATCHES),
        Arguments.of(BrokenLogs.LeavesOutTheFirstMoment.class, MATCHES),
        Arguments.of(BrokenLogs.IgnoresUsers.class, MATCHES),
        Arguments.of(BrokenLogs.IgnoresApplications.class, MATCHES),
        Arguments.of(BrokenLogs.IgnoresTypes.class, MATCHES),
        Arguments.of(BrokenLogs.OldestFirst.class, ORDER),
        Arguments.of(BrokenLogs.MoreThanAskedFor.class, ORDER),
        Arguments.of(BrokenLogs.OnePage.class, PAGES),
        Arguments.of(BrokenLogs.TheSamePageTwice.class, PAGES),
        Arguments.of(
            BrokenLogs.ExchangesTheAddresses.class, "a_login_is_found_with_both_its_addresses"),
        Arguments.of(BrokenLogs.ReadsNamesAsQueries.class, "a_name_is_a_name_and_never_a_query"),
        Arguments.of(BrokenLogs.FollowsWithItself.class, FOLLOWS),
        Arguments.of(BrokenLogs.FollowsNewestFirst.class, FOLLOWS),
        Arguments.of(
            BrokenLogs.SeesNothingWithoutPermission.class,
            "without_permission_the_missing_scope_is_named"));
  }

  @ParameterizedTest
  @MethodSource
  void broken(Class<?> log, String caughtBy) {
    Set<String> failed =
        run(log).failed().stream()
            .map(event -> event.getTestDescriptor().getSource().orElseThrow())
            .map(org.junit.platform.engine.support.descriptor.MethodSource.class::cast)
            .map(source -> source.getMethodName())
            .collect(Collectors.toSet());

    assertThat(failed).contains(caughtBy);
  }

  @Test
  void a_log_without_a_defect_passes() {
    Events tests = run(BrokenLogs.Sound.class);

    assertThat(tests.failed().count()).isZero();
    assertThat(tests.succeeded().count()).isGreaterThan(8);
  }

  @Test
  void every_broken_log_is_in_the_table() {
    Set<Class<?>> listed = broken().map(it -> (Class<?>) it.get()[0]).collect(Collectors.toSet());

    assertThat(
            Arrays.stream(BrokenLogs.class.getDeclaredClasses())
                .filter(it -> it != BrokenLogs.Sound.class))
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  private static Events run(Class<?> log) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(log)).execute().testEvents();
  }
}
