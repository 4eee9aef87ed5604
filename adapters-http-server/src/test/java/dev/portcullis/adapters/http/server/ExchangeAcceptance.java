package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.Answers.Answer;
import dev.portcullis.adapters.http.server.ListenerUnderTest.Seen;
import dev.portcullis.application.journal.HttpRefusal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests on one connection, what is sent before a body, and how connections end. */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // CR LF, as it is on the wire
abstract class ExchangeAcceptance {

  private static final HttpLimits LIMITS =
      HttpLimits.DEFAULT
          .withDrain(Duration.ofSeconds(1))
          .withHead(Duration.ofSeconds(5))
          .withBody(Duration.ofSeconds(5));

  @SuppressWarnings("NullAway.Init")
  private ListenerUnderTest server;

  abstract ServerEngine engine();

  @BeforeEach
  final void open() {
    server = ListenerUnderTest.open(engine(), LIMITS);
  }

  @AfterEach
  final void stop() {
    server.close();
  }

  private static String login(String lines, String body) {
    return "POST /login HTTP/1.1\r\nHost: a\r\n"
        + lines
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static final String CLOSE = "Connection: close\r\n";

  @Test
  void requests_in_one_packet_are_answered_in_their_order() {
    List<String> bodies = IntStream.range(0, 50).mapToObj(i -> "body " + i).toList();
    StringBuilder all = new StringBuilder();
    bodies.forEach(body -> all.append(login("", body)));

    Answers answers = server.talk(all + login(CLOSE, "last"));

    assertThat(answers.all().init().map(Answer::body)).containsExactlyElementsOf(bodies);
    assertThat(answers.all().last().body()).isEqualTo("last");
    assertThat(server.seen()).hasSize(51);
  }

  @Test
  void lengths_and_chunks_take_turns_on_a_connection() {
    String chunked =
        "POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\ntwo\r\n0\r\n\r\n";

    Answers answers = server.talk(login("", "one") + chunked + login(CLOSE, "three"));

    assertThat(answers.all().map(Answer::body)).containsExactly("one", "two", "three");
  }

  @Test
  void a_request_may_come_byte_by_byte() {
    String chunked =
        "POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";

    Answers answers = server.talk((chunked + login(CLOSE, "hello")).split(""));

    assertThat(answers.all().map(Answer::body)).containsExactly("hello", "hello");
  }

  @Test
  void nothing_that_follows_an_error_is_served() {
    Answers answers =
        server.talk(login("", "one"), "POST /login HTTP/1.1\r\n\r\n", login(CLOSE, "two"));

    // What arrives after the close may reset the connection before the refusal is read.
    assertThat(answers.statuses()).startsWith(200).isSubsetOf(200, 400);
    assertThat(server.seen()).extracting(Seen::body).containsExactly("one");
    assertThat(server.settledRefusals()).containsExactly(HttpRefusal.MALFORMED);
  }

  @Test
  void a_body_is_asked_for_where_it_is_expected() {
    try (Wire wire = server.connect()) {
      wire.send(
          "POST /login HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
              + "Connection: close\r\nContent-Length: 5\r\n\r\n");
      String interim = wire.line() + wire.line();
      wire.send("hello");
      Answers answers = wire.answers();

      assertThat(interim).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(answers.all().last().body()).isEqualTo("hello");
    }
  }

  @Test
  void a_body_that_is_too_large_is_not_asked_for() {
    Answers answers =
        server.talk(
            "POST /login HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                + "Content-Length: 10485760\r\n\r\n");

    assertThat(answers.statuses()).containsExactly(413);
    assertThat(server.settledRefusals()).containsExactly(HttpRefusal.BODY_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(longs = {32_769, 10_485_760, 2_147_483_648L})
  void a_length_above_the_limit_is_refused_before_the_body_comes(long length) {
    Answers answers =
        server.talk("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");

    assertThat(answers.statuses()).containsExactly(413);
    assertThat(answers.all().head().closes()).isTrue();
    assertThat(server.seen()).isEmpty();
    assertThat(server.settledRefusals()).containsExactly(HttpRefusal.BODY_TOO_LARGE);
  }

  @Test
  void a_client_that_sends_a_large_body_first_receives_the_refusal() {
    Answers answers = server.talk(login("", "x".repeat(200_000)));

    assertThat(answers.statuses()).containsExactly(413);
    assertThat(server.seen()).isEmpty();
  }

  @Test
  void the_rest_of_a_body_that_was_refused_is_no_request() {
    String rest = "POST /hidden HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";

    Answers answers = server.talk(login("", "x".repeat(40_000)), rest.repeat(1000), rest);

    assertThat(answers.statuses()).allMatch(status -> status == 413);
    assertThat(server.seen()).isEmpty();
  }

  @Test
  void a_client_that_has_sent_its_request_may_close_its_side() {
    try (Wire wire = server.connect()) {
      Answers answers = wire.send(login("", "hello")).shut().answers();

      assertThat(answers.all().map(Answer::body)).containsExactly("hello");
    }
    assertThat(server.refusals()).isEmpty();
  }

  @Test
  void a_client_that_closes_its_side_while_it_is_served_is_answered() throws Exception {
    try (Wire wire = server.connect()) {
      wire.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n").shut();
      boolean waits = server.waits(1);
      server.release();

      assertThat(waits).isTrue();
      assertThat(wire.answers().all().map(Answer::body)).containsExactly("waited");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P",
        "POST /login HTTP/1.1\r\nHo",
        "POST /login HTTP/1.1\r\nHost: a\r\n",
        "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r",
      })
  void a_head_that_ends_early_is_no_request(String bytes) {
    try (Wire wire = server.connect()) {
      Answers answers = wire.send(bytes).shut().answers();

      assertThat(answers.statuses()).isSubsetOf(400);
    }
    assertThat(server.seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\n",
        "Content-Length: 5\r\n\r\nhell",
        "Transfer-Encoding: chunked\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhell",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0",
      })
  void a_body_that_ends_early_reaches_no_handler(String rest) {
    try (Wire wire = server.connect()) {
      Answers answers = wire.send("POST /login HTTP/1.1\r\nHost: a\r\n" + rest).shut().answers();

      assertThat(answers.statuses()).isSubsetOf(400);
    }
    assertThat(server.seen()).isEmpty();
    assertThat(server.settledRefusals()).containsExactly(HttpRefusal.BODY_INCOMPLETE);
  }

  @Test
  void a_hello_of_tls_is_closed_and_counted() {
    try (Wire wire = server.connect()) {
      Answers answers = wire.send("\26\3\1\2\0\1\0\1\374\3\3" + "\0".repeat(505)).answers();

      assertThat(answers.statuses()).isSubsetOf(400);
    }
    assertThat(server.settledRefusals()).containsExactly(HttpRefusal.TLS_ON_PLAIN_PORT);
  }

  @Test
  void a_connection_that_sends_nothing_is_no_refusal() {
    try (Wire wire = server.connect()) {
      Answers answers = wire.shut().answers();

      assertThat(answers.all()).isEmpty();
    }
    assertThat(server.refusals()).isEmpty();
  }

  @Test
  void a_stop_answers_the_request_in_progress_and_closes_the_others() throws Exception {
    try (Wire busy = server.connect();
        Wire idle = server.connect();
        Wire half = server.connect()) {
      idle.send(login("", "hello")).answer();
      half.send("POST /login HTTP/1.1\r\n");
      busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
      boolean waits = server.waits(1);

      Thread stop = Thread.ofVirtual().start(server::close);
      Answers answers = busy.answers();
      Answers none = idle.answers();
      Answers refused = half.answers();
      boolean stopped = stop.join(Duration.ofSeconds(5));

      assertThat(waits).isTrue();
      assertThat(answers.all().map(Answer::body)).containsExactly("waited");
      assertThat(none.all()).isEmpty();
      assertThat(refused.statuses()).isSubsetOf(400, 408, 503);
      assertThat(stopped).isTrue();
    }
  }
}
