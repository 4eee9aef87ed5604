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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The memory that a listener has for bodies: none is lost, however a body ends. */
@Timeout(60)
class BodyMemoryTest {

  private static final int LIMIT = 64 * 1024;
  private static final String CHUNKED =
      "POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

  /** Room for about four bodies of the greatest length. */
  private final TestListener listener =
      TestListener.withBodyMemory(
          4 * LIMIT,
          HttpLimits.DEFAULT.withBody(Duration.ofSeconds(1)),
          Endpoint.post(
              "/post",
              new Content.Bytes(LIMIT),
              (request, id) -> Reply.of(200, "text/plain", request.body().read(LIMIT))));

  @AfterEach
  void stop() {
    listener.close();
  }

  private static String chunk(int length) {
    return Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n";
  }

  private static String whole(int length) {
    return "POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: "
        + length
        + "\r\n\r\n"
        + "x".repeat(length);
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of("complete", whole(LIMIT), false, "HTTP/1.1 200 "),
        Arguments.of(
            "complete in pieces",
            CHUNKED + chunk(LIMIT / 2) + chunk(1) + "0\r\n\r\n",
            false,
            "HTTP/1.1 200 "),
        Arguments.of(
            "too large", CHUNKED + chunk(LIMIT).repeat(2) + "0\r\n\r\n", false, "HTTP/1.1 413 "),
        Arguments.of("malformed", CHUNKED + chunk(LIMIT) + "no length\r\n", false, "HTTP/1.1 400 "),
        Arguments.of("broken off", CHUNKED + chunk(LIMIT), true, "HTTP/1.1 400 "),
        Arguments.of("late", CHUNKED + chunk(LIMIT), false, "HTTP/1.1 408 "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endings")
  void the_memory_of_a_body_is_free_again_however_it_ends(
      String name, String request, boolean shut, String answer) throws IOException {
    // One after the other, they take many times what there is.
    for (int i = 0; i < (name.equals("late") ? 6 : 50); i++) {
      try (Socket socket = listener.connect()) {
        send(socket, request);
        if (shut) {
          socket.shutdownOutput();
        }

        assertThat(reply(socket)).startsWith(answer);
      }
    }

    assertThat(listener.refusals()).doesNotContain(HttpRefusal.TOO_MANY_BODIES);
  }

  @Test
  void while_bodies_take_all_of_it_another_is_refused_and_afterwards_none_is() throws Exception {
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        Socket half = listener.connect();
        halves.add(half);
        send(half, CHUNKED + chunk(LIMIT - 1));
      }
      while (!listener.refusals().contains(HttpRefusal.TOO_MANY_BODIES)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } finally {
      for (Socket half : halves) {
        half.close();
      }
    }

    // What the broken bodies took is free within the time for a body.
    String served = "";
    for (int i = 0; i < 200 && !served.startsWith("HTTP/1.1 200 "); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
      try (Socket socket = listener.connect()) {
        send(socket, whole(LIMIT));
        served = reply(socket);
      }
    }
    assertThat(served).endsWith("x".repeat(LIMIT));
  }
}
