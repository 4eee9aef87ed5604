package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.Answers.Answer;
import dev.portcullis.application.journal.HttpRefusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Slow and silent clients: each is closed within its limit and two seconds, with an answer where
 * one can still be sent, while others are served.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
abstract class DeadlineAcceptance {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration LATEST = LIMIT.plusSeconds(4);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final String LOGIN =
      "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
  private static final String HEAD = "POST /login HTTP/1.1\r\nHost: a\r\n";
  private static final String LENGTH = HEAD + "Content-Length: 1000\r\n\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

  private final List<ListenerUnderTest> servers = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private ListenerUnderTest server;

  abstract ServerEngine engine();

  @BeforeEach
  final void open() {
    server =
        open(
            HttpLimits.DEFAULT
                .withDrain(LIMIT)
                .withHead(LIMIT)
                .withBody(LIMIT)
                .withWriteStall(LIMIT));
  }

  private ListenerUnderTest open(HttpLimits limits) {
    ListenerUnderTest opened = ListenerUnderTest.open(engine(), limits);
    servers.add(opened);
    return opened;
  }

  @AfterEach
  final void stop() {
    servers.forEach(ListenerUnderTest::close);
  }

  static Stream<Arguments> slow() {
    return Stream.of(
        Arguments.of("a head", "", HEAD + "X: " + "y".repeat(500), HttpRefusal.HEAD_TIMEOUT),
        Arguments.of("a request line", "", "POST /" + "y".repeat(500), HttpRefusal.HEAD_TIMEOUT),
        Arguments.of(
            "header lines",
            "POST /login HTTP/1.1\r\n",
            "X: y\r\n".repeat(200),
            HttpRefusal.HEAD_TIMEOUT),
        Arguments.of(
            "the head after a request",
            LOGIN,
            HEAD + "X: " + "y".repeat(500),
            HttpRefusal.HEAD_TIMEOUT),
        Arguments.of("a body", LENGTH, "y".repeat(500), HttpRefusal.BODY_TIMEOUT),
        Arguments.of("a chunk", CHUNKED + "100\r\n", "y".repeat(256), HttpRefusal.BODY_TIMEOUT),
        Arguments.of("chunks", CHUNKED, "1\r\ny\r\n".repeat(100), HttpRefusal.BODY_TIMEOUT),
        Arguments.of("an extension", CHUNKED, "1;x=" + "y".repeat(500), HttpRefusal.BODY_TIMEOUT),
        Arguments.of(
            "trailers", CHUNKED + "0\r\n", "X: y\r\n".repeat(200), HttpRefusal.BODY_TIMEOUT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slow")
  void what_comes_a_byte_at_a_time_is_ended_within_its_limit(
      String name, String first, String slow, HttpRefusal refusal) {
    try (Wire wire = server.connect()) {
      long start = System.nanoTime();
      wire.send(first);
      Answers answers = wire.drip(slow, PAUSE);
      Duration taken = since(start);

      assertThat(taken).isBetween(LIMIT.dividedBy(2), LATEST);
      assertThat(answers.statuses().lastOption()).contains(408);
      assertThat(answers.all().last().closes()).isTrue();
    }
    assertThat(server.settledRefusals()).containsExactly(refusal);
    assertThat(served(server)).isTrue();
  }

  /** A client that never begins a request need not be answered. */
  @Test
  void empty_lines_do_not_keep_a_connection_open() {
    try (Wire wire = server.connect()) {
      long start = System.nanoTime();
      Answers answers = wire.drip("\r\n".repeat(200), PAUSE);

      assertThat(since(start)).isLessThan(LATEST);
      assertThat(answers.statuses()).isSubsetOf(400, 408);
    }
  }

  static Stream<Arguments> silent() {
    return Stream.of(
        Arguments.of("in a request line", "POST /log", HttpRefusal.HEAD_TIMEOUT),
        Arguments.of("in a header", HEAD + "X: y", HttpRefusal.HEAD_TIMEOUT),
        Arguments.of("before the empty line", HEAD, HttpRefusal.HEAD_TIMEOUT),
        Arguments.of("in the second head", LOGIN + HEAD, HttpRefusal.HEAD_TIMEOUT),
        Arguments.of("before a body", LENGTH, HttpRefusal.BODY_TIMEOUT),
        Arguments.of("in a body", LENGTH + "y".repeat(999), HttpRefusal.BODY_TIMEOUT),
        Arguments.of("before chunks", CHUNKED, HttpRefusal.BODY_TIMEOUT),
        Arguments.of("in a chunk", CHUNKED + "5\r\nhell", HttpRefusal.BODY_TIMEOUT),
        Arguments.of("before the last chunk", CHUNKED + "5\r\nhello\r\n", HttpRefusal.BODY_TIMEOUT),
        Arguments.of("before the end of trailers", CHUNKED + "0\r\n", HttpRefusal.BODY_TIMEOUT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("silent")
  void silence_within_a_request_is_ended_within_its_limit(
      String name, String bytes, HttpRefusal refusal) {
    try (Wire wire = server.connect()) {
      long start = System.nanoTime();
      Answers answers = wire.send(bytes).answers();
      Duration taken = since(start);

      assertThat(taken).isBetween(LIMIT.dividedBy(2), LATEST);
      assertThat(answers.statuses().lastOption()).contains(408);
      assertThat(answers.all().last().closes()).isTrue();
    }
    assertThat(server.settledRefusals()).containsExactly(refusal);
  }

  @Test
  void a_body_that_was_refused_cannot_come_slowly_for_ever() {
    try (Wire wire = server.connect()) {
      long start = System.nanoTime();
      wire.send(HEAD + "Content-Length: 1000000\r\n\r\n");
      Answers answers = wire.drip("y".repeat(500), PAUSE);

      assertThat(answers.statuses()).containsExactly(413);
      assertThat(since(start)).isLessThan(LATEST);
    }
  }

  @Test
  void a_reply_of_which_no_byte_is_taken_is_ended_within_its_limit() {
    try (Wire wire = Wire.from("127.0.0.1", server.where(), 4096)) {
      wire.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      long start = System.nanoTime();
      boolean counted =
          waitFor(() -> server.refusals().contains(HttpRefusal.WRITE_STALLED), LATEST);

      assertThat(counted).as("counted within %s", since(start)).isTrue();
      assertThat(wire.bytesToEnd()).isLessThan(ListenerUnderTest.LARGE);
    }
    assertThat(server.refusals()).containsExactly(HttpRefusal.WRITE_STALLED);
    assertThat(served(server)).isTrue();
  }

  @Test
  void a_reply_that_is_taken_a_byte_at_a_time_is_ended() {
    try (Wire wire = Wire.from("127.0.0.1", server.where(), 4096)) {
      wire.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      boolean counted =
          waitFor(
              () -> wire.takesOne() && server.refusals().contains(HttpRefusal.WRITE_STALLED),
              LATEST);

      assertThat(counted).isTrue();
      assertThat(wire.bytesToEnd()).isLessThan(ListenerUnderTest.LARGE);
    }
  }

  @Test
  void requests_whose_answers_are_not_taken_are_ended() {
    String large = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Wire wire = Wire.from("127.0.0.1", server.where(), 4096)) {
      wire.send(LOGIN.repeat(20) + large + large);
      boolean counted =
          waitFor(() -> server.refusals().contains(HttpRefusal.WRITE_STALLED), LATEST);

      assertThat(counted).isTrue();
    }
  }

  @Test
  void a_slow_reader_that_takes_enough_is_served_to_the_end() {
    Duration stall = Duration.ofSeconds(2);
    ListenerUnderTest slow = open(HttpLimits.DEFAULT.withWriteStall(stall));
    try (Wire wire = Wire.from("127.0.0.1", slow.where(), 65_536)) {
      wire.send("GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      long start = System.nanoTime();
      long taken = wire.takeSlowly(60, Duration.ofMillis(50), 65_536 * 2);

      assertThat(since(start)).isGreaterThan(stall);
      assertThat(taken + wire.bytesToEnd()).isGreaterThan(ListenerUnderTest.LARGE);
    }
    assertThat(slow.refusals()).isEmpty();
  }

  @Test
  void an_idle_connection_is_kept_for_its_time_and_closed_without_a_word() {
    ListenerUnderTest idle = open(HttpLimits.DEFAULT.withIdle(Duration.ofSeconds(3)));
    try (Wire wire = idle.connect()) {
      wire.send(LOGIN).answer();
      long start = System.nanoTime();
      Answers answers = wire.answers();

      assertThat(since(start)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
      assertThat(answers.all()).isEmpty();
    }
    assertThat(idle.refusals()).isEmpty();
  }

  @Test
  void a_connection_that_never_sends_a_byte_is_closed() {
    ListenerUnderTest idle = open(HttpLimits.DEFAULT.withIdle(LIMIT).withHead(LIMIT));
    try (Wire wire = idle.connect()) {
      long start = System.nanoTime();
      Answers answers = wire.answers();

      assertThat(since(start)).isLessThan(LATEST);
      assertThat(answers.statuses()).isSubsetOf(408);
    }
  }

  @Test
  void a_connection_in_use_is_never_idle() {
    ListenerUnderTest idle = open(HttpLimits.DEFAULT.withIdle(Duration.ofSeconds(2)));
    try (Wire wire = idle.connect()) {
      for (int i = 0; i < 4; i++) {
        Answer answer = wire.send(LOGIN).answer();
        boolean quiet = wire.quietFor(Duration.ofSeconds(1));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(quiet).isTrue();
      }
    }
  }

  @Test
  void no_limit_ends_a_request_that_is_being_served() throws InterruptedException {
    ListenerUnderTest busy =
        open(
            HttpLimits.DEFAULT
                .withIdle(LIMIT)
                .withHead(LIMIT)
                .withBody(LIMIT)
                .withWriteStall(LIMIT));
    try (Wire wire = busy.connect()) {
      wire.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
      boolean waits = busy.waits(1);
      boolean quiet = wire.quietFor(LATEST);
      busy.release();
      Answer answer = wire.answer();

      assertThat(waits).isTrue();
      assertThat(quiet).isTrue();
      assertThat(answer.body()).isEqualTo("waited");
    }
  }

  @Test
  void a_limit_of_one_request_does_not_shorten_the_next() {
    try (Wire wire = server.connect()) {
      for (int i = 0; i < 3; i++) {
        wire.send("POST /login HTTP/1.1\r\nHost: a\r\nContent-");
        boolean head = wire.quietFor(Duration.ofMillis(400));
        wire.send("Length: 5\r\n\r\nhe");
        boolean body = wire.quietFor(Duration.ofMillis(400));
        Answer answer = wire.send("llo").answer();

        assertThat(head && body).isTrue();
        assertThat(answer.body()).isEqualTo("hello");
      }
    }
    assertThat(server.refusals()).isEmpty();
  }

  @Test
  void others_are_served_while_hundreds_are_slow() throws Exception {
    List<String> firsts = List.of("POST /log", LENGTH, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    Duration limit = Duration.ofSeconds(4);
    ListenerUnderTest crowded =
        open(
            HttpLimits.DEFAULT
                .withDrain(LIMIT)
                .withHead(limit)
                .withBody(limit)
                .withWriteStall(limit)
                .withConnectionsPerAddress(1000));
    List<Wire> slow =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    Wire.from("127.0.0.1", crowded.where(), 4096)
                        .send(firsts.get(i % 30 == 0 ? 2 : i % 2)))
            .toList();

    List<Future<Boolean>> others;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      others = IntStream.range(0, 50).mapToObj(i -> threads.submit(() -> served(crowded))).toList();
    }

    for (Future<Boolean> other : others) {
      assertThat(other.get()).isTrue();
    }
    assertThat(waitFor(() -> crowded.refusals().size() == 300, LATEST.plus(limit))).isTrue();
    slow.forEach(Wire::close);
  }

  private static boolean served(ListenerUnderTest server) {
    try (Wire wire = server.connect()) {
      return wire.send(LOGIN).answer().status() == 200;
    }
  }

  private static boolean waitFor(BooleanSupplier condition, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    boolean met = condition.getAsBoolean();
    while (!met && System.nanoTime() < end) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      met = condition.getAsBoolean();
    }
    return met;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
