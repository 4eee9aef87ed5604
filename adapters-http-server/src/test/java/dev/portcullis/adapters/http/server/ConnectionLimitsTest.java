package dev.portcullis.adapters.http.server;

import static dev.portcullis.adapters.http.server.TestListener.reply;
import static dev.portcullis.adapters.http.server.TestListener.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many connections there are, and which is closed for another, over real sockets. */
@Timeout(60)
class ConnectionLimitsTest {

  private static final String GET = "GET /path HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String PROXY = "127.0.0.9";
  private static final Predicate<Peer> TRUSTED =
      new Peer.Inet(IpAddress.parse(PROXY).get())::equals;

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private TestListener listener = open(HttpLimits.DEFAULT);

  private TestListener open(HttpLimits limits) {
    return TestListener.open(
        limits,
        TRUSTED,
        Endpoint.get("/path", (request, id) -> Reply.of(200, "text/plain", new byte[0])),
        Endpoint.get(
            "/slow",
            (request, id) -> {
              arrived.countDown();
              await(answer);
              return Reply.of(200, "text/plain", new byte[0]);
            }));
  }

  private void limit(HttpLimits limits) {
    listener.close();
    listener = open(limits);
  }

  @AfterEach
  void stop() {
    answer.countDown();
    listener.close();
  }

  @Test
  void an_address_has_no_more_connections_than_it_may() throws IOException {
    limit(HttpLimits.DEFAULT.withConnectionsPerAddress(2));

    try (Socket one = get(listener.connect());
        Socket two = get(listener.connect());
        Socket three = listener.connect();
        Socket another = get(listener.connectFrom("127.0.0.2"))) {
      assertThat(TestGateway.answers(three)).isEmpty();

      assertThat(isServed(one) && isServed(two) && isServed(another)).isTrue();
    }
    assertThat(listener.refusals()).containsExactly(HttpRefusal.TOO_MANY_CONNECTIONS_OF_ADDRESS);
  }

  @Test
  void a_closed_connection_of_an_address_leaves_room_for_another() throws Exception {
    limit(HttpLimits.DEFAULT.withConnectionsPerAddress(1));

    for (int served = 0; served < 20; ) {
      // The gateway learns of the last connection's end a moment later.
      try (Socket socket = listener.connect()) {
        served += isServed(socket) ? 1 : 0;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense\r\n\r\n", "GET /path HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"})
  void a_client_that_does_not_close_after_its_last_reply_keeps_no_place(String last)
      throws Exception {
    limit(HttpLimits.DEFAULT.withConnectionsPerAddress(1));

    try (Socket open = listener.connect()) {
      send(open, last);
      assertThat(TestGateway.answers(open)).startsWith("HTTP/1.1 ");
      boolean served = false;
      for (int i = 0; i < 100 && !served; i++) {
        TimeUnit.MILLISECONDS.sleep(100);
        try (Socket other = listener.connect()) {
          served = isServed(other);
        } catch (IOException e) {
          // The place is not free yet.
        }
      }

      assertThat(served).isTrue();
    }
  }

  @Test
  void a_trusted_proxy_has_as_many_connections_as_it_opens() throws IOException {
    limit(HttpLimits.DEFAULT.withConnectionsPerAddress(1));

    try (Socket one = get(listener.connectFrom(PROXY));
        Socket two = get(listener.connectFrom(PROXY));
        Socket three = get(listener.connectFrom(PROXY))) {
      assertThat(isServed(one) && isServed(two) && isServed(three)).isTrue();
    }
    assertThat(listener.refusals()).isEmpty();
  }

  @Test
  void unfinished_heads_make_room_first() throws IOException {
    limit(HttpLimits.DEFAULT.withConnections(3));

    try (Socket kept = get(listener.connect());
        Socket proxys = get(listener.connectFrom(PROXY));
        Socket unfinished = listener.connect()) {
      send(unfinished, "GET /path HT");
      // Its bytes have arrived when later ones of others are answered.
      assertThat(isServed(kept) && isServed(proxys) && isServed(kept)).isTrue();
      try (Socket another = get(listener.connect())) {
        assertThat(TestGateway.answers(unfinished)).isEmpty();

        assertThat(isServed(kept) && isServed(proxys) && isServed(another)).isTrue();
      }
    }
    assertThat(listener.refusals()).containsExactly(HttpRefusal.TOO_MANY_CONNECTIONS);
  }

  @Test
  void then_a_kept_connection_of_a_user_makes_room() throws IOException {
    limit(HttpLimits.DEFAULT.withConnections(2));

    try (Socket proxys = get(listener.connectFrom(PROXY));
        Socket users = get(listener.connect());
        Socket another = get(listener.connect())) {
      assertThat(TestGateway.answers(users)).isEmpty();

      assertThat(isServed(proxys) && isServed(another)).isTrue();
    }
    assertThat(listener.refusals()).isEmpty();
  }

  @Test
  void at_last_a_kept_connection_of_a_proxy_makes_room() throws IOException {
    limit(HttpLimits.DEFAULT.withConnections(1));

    try (Socket proxys = get(listener.connectFrom(PROXY));
        Socket another = get(listener.connect())) {
      assertThat(TestGateway.answers(proxys)).isEmpty();

      assertThat(isServed(another)).isTrue();
    }
  }

  @Test
  void a_request_in_progress_makes_no_room() throws IOException {
    limit(HttpLimits.DEFAULT.withConnections(1));

    try (Socket busy = listener.connect()) {
      send(busy, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      await(arrived);
      try (Socket refused = listener.connect()) {
        assertThat(TestGateway.answers(refused)).isEmpty();
      }
      answer.countDown();

      assertThat(reply(busy)).startsWith("HTTP/1.1 200 ");
    }
    assertThat(listener.refusals()).containsExactly(HttpRefusal.TOO_MANY_CONNECTIONS);
  }

  @Test
  void the_last_request_of_a_connection_is_answered_with_a_close() throws IOException {
    limit(HttpLimits.DEFAULT.withRequestsPerConnection(2));

    try (Socket socket = listener.connect()) {
      send(socket, GET + GET + GET);

      String first = reply(socket);
      String second = reply(socket);

      assertThat(first).doesNotContain("Connection: close");
      assertThat(second).contains("Connection: close");
      assertThat(TestGateway.answers(socket)).isEmpty();
    }
  }

  private static Socket get(Socket socket) throws IOException {
    assertThat(isServed(socket)).isTrue();
    return socket;
  }

  private static boolean isServed(Socket socket) throws IOException {
    send(socket, GET);
    return reply(socket).startsWith("HTTP/1.1 200 ");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
