package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.Answers.Answer;
import dev.portcullis.adapters.http.server.ListenerUnderTest.Seen;
import dev.portcullis.application.journal.HttpRefusal;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests, each with the endings that are allowed for it. Every request is followed by {@link
 * #NEXT} in the same packet, which may be served after a request that was served and never after
 * one that was refused. {@code /hidden} stands inside of bodies alone: it is never seen by itself.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class RequestTable {

  static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
  static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private static final HttpLimits LIMITS =
      HttpLimits.DEFAULT
          .withDrain(Duration.ofSeconds(1))
          .withIdle(Duration.ofSeconds(1))
          .withHead(Duration.ofSeconds(1))
          .withBody(Duration.ofSeconds(1));

  @SuppressWarnings("NullAway.Init")
  private ListenerUnderTest server;

  abstract ServerEngine engine();

  abstract Stream<Row> rows();

  @BeforeAll
  final void open() {
    server = ListenerUnderTest.open(engine(), LIMITS);
  }

  @BeforeEach
  final void forget() {
    server.forget();
  }

  @AfterAll
  final void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void a_request_ends_in_one_of_the_ways_allowed_for_it(Row row) {
    Answers answers = server.talk(row.bytes() + NEXT);

    Outcome outcome = new Outcome(answers, List.copyOf(server.seen()));
    assertThat(row.endings()).as("%s ended in %s", row, outcome).anyMatch(it -> it.is(outcome));
  }

  final Stream<Row> refusedRows() {
    return rows().filter(row -> row.endings().forAll(Ending::refusal));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedRows")
  void a_refusal_is_counted_once_under_its_name(Row row) {
    Answers answers = server.talk(row.bytes() + NEXT);

    List<HttpRefusal> refusals = server.settledRefusals();
    assertThat(refusals)
        .as("%s, answered with %s", row, answers.statuses())
        .hasSize(1)
        .allMatch(refusal -> answers.statuses().contains(refusal.status()));
  }

  /**
   * A request and what may become of it.
   *
   * @param endings one of which must be the case
   */
  record Row(String name, String bytes, Seq<Ending> endings) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Row row(String name, String bytes, Ending... endings) {
    return new Row(name, bytes, Vector.of(endings));
  }

  /** All answers on the connection, which has ended, and all that reached a handler. */
  record Outcome(Answers answers, List<Seen> seen) {

    boolean is(int... statuses) {
      return answers.rest().isEmpty()
          && answers.statuses().eq(Vector.ofAll(statuses))
          && answers.all().init().forAll(answer -> !answer.closes());
    }

    boolean sees(String... pathsAndBodies) {
      return seen.stream()
          .map(it -> it.path() + " " + it.body())
          .toList()
          .equals(Arrays.asList(pathsAndBodies));
    }

    @Override
    public String toString() {
      return answers.statuses().mkString("[", ", ", "]")
          + (answers.rest().isEmpty() ? "" : " and no HTTP")
          + seen.stream()
              .map(it -> it.method() + " " + it.path() + " '" + it.body() + "'" + it.lines())
              .collect(Collectors.joining(", ", " and seen: ", ""));
    }
  }

  /** A way to end; {@code refusal} if no handler sees the request. */
  record Ending(String name, boolean refusal, Predicate<Outcome> test) {

    boolean is(Outcome outcome) {
      return test.test(outcome);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Answered with a problem of one of these statuses, and closed; nothing reaches a handler. */
  static Ending refused(Integer... statuses) {
    return new Ending(
        "refused" + Arrays.toString(statuses),
        true,
        outcome ->
            outcome.answers().rest().isEmpty()
                && outcome.answers().all().size() == 1
                && outcome.seen().isEmpty()
                && isProblem(outcome.answers().all().head(), Set.of(statuses)));
  }

  private static boolean isProblem(Answer answer, Set<Integer> statuses) {
    return statuses.contains(answer.status())
        && answer.closes()
        && answer.header("Content-Type").eq(Vector.of("application/problem+json"))
        && answer.body().endsWith("}");
  }

  /** Served once with this body, and then the next request. */
  static Ending served(String body) {
    return new Ending(
        "served '" + body + "'",
        false,
        outcome ->
            outcome.is(200, 200)
                && outcome.sees("/login " + body, "/next ")
                && outcome.answers().all().head().body().equals(body)
                && outcome.seen().getFirst().lines().isEmpty());
  }

  /** Served once with this body, and closed. */
  static Ending servedLast(String body) {
    return new Ending(
        "served '" + body + "' and closed",
        false,
        outcome ->
            outcome.is(200)
                && outcome.sees("/login " + body)
                && outcome.answers().all().head().body().equals(body)
                && outcome.seen().getFirst().lines().isEmpty());
  }

  /** Answered by the API with one of these statuses, without a handler; then the next request. */
  static Ending answered(Integer... statuses) {
    return new Ending(
        "answered" + Arrays.toString(statuses),
        areRefusals(statuses),
        outcome ->
            outcome.answers().all().size() == 2
                && List.of(statuses).contains(outcome.answers().statuses().head())
                && outcome.answers().statuses().last() == 200
                && outcome.sees("/next "));
  }

  /** Answered by the API with one of these statuses, without a handler, and closed. */
  static Ending answeredLast(Integer... statuses) {
    return new Ending(
        "answered" + Arrays.toString(statuses) + " and closed",
        areRefusals(statuses),
        outcome ->
            outcome.answers().all().size() == 1
                && List.of(statuses).contains(outcome.answers().statuses().head())
                && outcome.seen().isEmpty());
  }

  private static boolean areRefusals(Integer... statuses) {
    return Arrays.stream(statuses).allMatch(status -> status >= 400);
  }

  /** Both requests are served, to these paths with these bodies. */
  static Ending servedTwice(String first, String second) {
    return new Ending(
        "served twice", false, outcome -> outcome.is(200, 200) && outcome.sees(first, second));
  }
}
