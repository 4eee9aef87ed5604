package dev.portcullis.adapters.http.server;

import static dev.portcullis.adapters.http.server.TestListener.reply;
import static dev.portcullis.adapters.http.server.TestListener.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Endpoint.Content;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.HttpRefusal;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of clients that send or read slowly, over real sockets. */
@Timeout(60)
class DeadlinesTest {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final int LARGE = 16 * 1024 * 1024;
  private static final String GET = "GET /small HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String CHUNKED =
      "POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String POST =
      "POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";

  private final AtomicInteger answered = new AtomicInteger();
  private final TestListener listener =
      TestListener.open(
          HttpLimits.DEFAULT
              .withHead(SHORT)
              .withBody(SHORT)
              .withWriteStall(SHORT)
              .withIdle(Duration.ofSeconds(2)),
          Endpoint.get("/small", (request, id) -> text(5)),
          Endpoint.get("/large", (request, id) -> text(LARGE)),
          Endpoint.post("/post", new Content.Bytes(2000), (request, id) -> text(5)));

  private Reply text(int length) {
    answered.incrementAndGet();
    return Reply.of(200, "text/plain", new byte[length]);
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET /small HTTP/1.1\r\n", "GET /small HTTP/1.1\r\nHost: a\r\nX"})
  void a_head_that_stops_is_answered_408_and_closed(String start) throws IOException {
    try (Socket socket = listener.connect()) {
      send(socket, start);

      String answer = TestGateway.answers(socket);

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("Connection: close");
    }
    assertThat(listener.refusals()).containsExactly(HttpRefusal.HEAD_TIMEOUT);
  }

  @Test
  void a_head_that_drips_is_answered_408_and_closed() throws Exception {
    try (Socket socket = listener.connect()) {
      String answer = drip(socket, "GET /small HTTP/1.1\r\nHost: a\r\nX: ", "x");

      assertThat(answer).startsWith("HTTP/1.1 408 ");
    }
    assertThat(listener.refusals()).containsExactly(HttpRefusal.HEAD_TIMEOUT);
  }

  @Test
  void a_second_head_that_stops_is_answered_408_and_closed() throws Exception {
    try (Socket socket = listener.connect()) {
      send(socket, GET + "GET /small HT");

      String first = reply(socket);
      String second = TestGateway.answers(socket);

      assertThat(first).startsWith("HTTP/1.1 200 ");
      assertThat(second).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void a_connection_that_stays_silent_is_closed_without_an_answer() throws IOException {
    try (Socket socket = listener.connect()) {
      String answer = TestGateway.answers(socket);

      assertThat(answer).isEmpty();
    }
    assertThat(listener.refusals()).containsExactly(HttpRefusal.HEAD_TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {POST, POST + "x", CHUNKED, CHUNKED + "5\r\nab", CHUNKED + "1\r\na\r\n0\r\n"})
  void a_body_that_stops_is_answered_408_and_closed(String start) throws IOException {
    try (Socket socket = listener.connect()) {
      send(socket, start);

      String answer = TestGateway.answers(socket);

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("Connection: close");
    }
    assertThat(listener.refusals()).containsExactly(HttpRefusal.BODY_TIMEOUT);
    assertThat(answered).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1\r\nx\r\n"})
  void a_body_that_drips_is_closed(String piece) throws Exception {
    try (Socket socket = listener.connect()) {
      String answer = drip(socket, piece.equals("x") ? POST : CHUNKED, piece);

      assertThat(answer).startsWith("HTTP/1.1 408 ");
    }
    assertThat(listener.refusals()).containsExactly(HttpRefusal.BODY_TIMEOUT);
    assertThat(answered).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n"})
  void an_idle_connection_is_closed_and_blank_lines_do_not_keep_it(String piece) throws Exception {
    long closedAfter;
    try (Socket socket = listener.connect()) {
      send(socket, GET);
      reply(socket);
      long start = System.nanoTime();

      String answer = drip(socket, "", piece);

      closedAfter = System.nanoTime() - start;
      assertThat(answer).isEmpty();
    }

    assertThat(Duration.ofNanos(closedAfter))
        .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(10));
    assertThat(listener.refusals()).isEmpty();
  }

  @Test
  void a_client_that_reads_nothing_is_cut_off() throws Exception {
    try (Socket socket = listener.connect()) {
      send(socket, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");

      while (listener.refusals().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }

      assertThat(TestGateway.answers(socket).length()).isLessThan(LARGE);
    }
    assertThat(listener.refusals()).containsExactly(HttpRefusal.WRITE_STALLED);
  }

  @Test
  void a_client_that_reads_slowly_gets_it_all() throws Exception {
    try (Socket socket = listener.connect()) {
      send(socket, "GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      int total = 0;
      for (int i = 0; i < 8; i++) {
        total += socket.getInputStream().readNBytes(1024 * 1024).length;
        TimeUnit.MILLISECONDS.sleep(300);
      }
      total += socket.getInputStream().readAllBytes().length;

      assertThat(total).isGreaterThan(LARGE);
    }
    assertThat(listener.refusals()).isEmpty();
  }

  /** Sends a start and then a piece every 50 ms until there is an answer or an end. */
  private static String drip(Socket socket, String start, String piece) throws IOException {
    send(socket, start);
    for (int sent = 0; sent < 150; sent++) {
      try {
        send(socket, piece);
      } catch (SocketException e) {
        return TestGateway.answers(socket);
      }
      socket.setSoTimeout(50);
      try {
        int first = socket.getInputStream().read();
        return first < 0 ? "" : (char) first + TestGateway.answers(socket);
      } catch (SocketTimeoutException e) {
        // It is still open, and silent.
      } catch (SocketException e) {
        return "";
      } finally {
        socket.setSoTimeout(8_000);
      }
    }
    throw new AssertionError("still open after 150 pieces");
  }
}
