package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.login.LoginOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stop does to connections in every state, over real sockets. */
@Timeout(60)
class DrainTest {

  private static final Duration DELAY = Duration.ofMillis(1500);
  private static final String USERS = "users";
  private static final byte[] LOGIN = TestGateway.login("X-Forwarded-For: 203.0.113.7");

  /** Past the bounds, on a machine that does other things too. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private TestGateway gateway = gateway(Duration.ZERO);

  @AfterEach
  void stop() {
    answer.countDown();
    gateway.close();
  }

  private static TestGateway gateway(Duration delay) {
    return TestGateway.within(
        TestGateway.LIMITS.withDrainDelay(delay), TestGateway.listener(USERS, TestGateway.xff()));
  }

  /** In place of the one without a delay. */
  private void restart(TestGateway next) {
    gateway.close();
    gateway = next;
  }

  private static String reply(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
            .sum();
    return head + new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
  }

  private static String ask(Socket socket) throws IOException {
    socket.getOutputStream().write(LOGIN);
    return reply(socket);
  }

  private String ready() throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), gateway.server().adminPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));
      return reply(socket);
    }
  }

  private CompletableFuture<Duration> stopLater() {
    long start = System.nanoTime();
    return CompletableFuture.runAsync(gateway.server()::close)
        .thenApply(done -> Duration.ofNanos(System.nanoTime() - start));
  }

  private void awaitUnready() throws IOException {
    for (int i = 0; i < 1000 && !ready().startsWith("HTTP/1.1 503 "); i++) {
      Thread.onSpinWait();
    }
    assertThat(ready()).startsWith("HTTP/1.1 503 ");
  }

  private void awaitRefusal() throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      try (Socket socket = gateway.connect(USERS)) {
        TimeUnit.MILLISECONDS.sleep(5);
        socket.setTcpNoDelay(true);
      } catch (IOException refused) {
        return;
      }
    }
    throw new AssertionError("the port still takes connections");
  }

  @Test
  void during_the_delay_it_is_unready_and_serves_new_and_kept_connections() throws Exception {
    restart(gateway(DELAY));
    try (Socket kept = gateway.connect(USERS)) {
      String before = ask(kept);
      CompletableFuture<Duration> stopped = stopLater();
      awaitUnready();

      String onKept = ask(kept);
      String onNew;
      try (Socket fresh = gateway.connect(USERS)) {
        onNew = ask(fresh);
      }

      assertThat(stopped).isNotDone();
      assertThat(before).startsWith("HTTP/1.1 403 ");
      assertThat(onKept).startsWith("HTTP/1.1 403 ").doesNotContain("Connection: close");
      assertThat(onNew).startsWith("HTTP/1.1 403 ").doesNotContain("Connection: close");
      assertThat(stopped.get(20, TimeUnit.SECONDS)).isBetween(DELAY, DELAY.plus(SLACK));
    }
  }

  @Test
  void after_the_delay_a_kept_connection_is_answered_once_more_with_a_close() throws Exception {
    restart(gateway(Duration.ofMillis(100)));
    try (Socket kept = gateway.connect(USERS)) {
      assertThat(ask(kept)).startsWith("HTTP/1.1 403 ");
      CompletableFuture<Duration> stopped = stopLater();
      awaitRefusal();

      String last = ask(kept);

      assertThat(last).startsWith("HTTP/1.1 403 ").contains("Connection: close");
      assertThat(kept.getInputStream().read()).isEqualTo(-1);
      assertThat(stopped.get(20, TimeUnit.SECONDS)).isLessThan(SLACK);
    }
  }

  @Test
  void without_a_delay_kept_connections_are_closed_at_once() throws Exception {
    try (Socket kept = gateway.connect(USERS)) {
      assertThat(ask(kept)).startsWith("HTTP/1.1 403 ");

      Duration took = stopLater().get(20, TimeUnit.SECONDS);

      assertThat(kept.getInputStream().read()).isEqualTo(-1);
      assertThat(took).isLessThan(OpenConnections.REST_OF_REQUEST);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, -1})
  void a_half_sent_request_holds_a_stop_for_no_more_than_its_bound(int bytes) throws Exception {
    restart(gateway(Duration.ofMillis(100)));
    try (Socket half = gateway.connect(USERS)) {
      // All but the last byte of the body.
      int sent = bytes < 0 ? LOGIN.length - 1 : bytes;
      half.getOutputStream().write(LOGIN, 0, sent);
      awaitConnection();

      Duration took = stopLater().get(20, TimeUnit.SECONDS);

      assertThat(took)
          .isBetween(OpenConnections.REST_OF_REQUEST, OpenConnections.REST_OF_REQUEST.plus(SLACK));
      assertThat(gateway.clients()).isEmpty();
    }
  }

  @Test
  void a_body_that_stops_is_answered_408_by_a_stop_without_a_delay_too() throws Exception {
    try (Socket half = gateway.connect(USERS)) {
      half.getOutputStream().write(LOGIN, 0, LOGIN.length - 1);
      awaitConnection();

      CompletableFuture<Duration> stopped = stopLater();
      String reply = reply(half);

      assertThat(reply).startsWith("HTTP/1.1 408 ").contains("Connection: close");
      assertThat(stopped.get(20, TimeUnit.SECONDS))
          .isLessThan(OpenConnections.REST_OF_REQUEST.plus(SLACK));
      assertThat(gateway.httpRefusals()).containsExactly(HttpRefusal.BODY_TIMEOUT);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, -1})
  void a_request_whose_rest_arrives_in_time_is_answered(int bytes) throws Exception {
    restart(gateway(Duration.ofMillis(100)));
    int sent = bytes < 0 ? LOGIN.length - 1 : bytes;
    try (Socket half = gateway.connect(USERS)) {
      half.getOutputStream().write(LOGIN, 0, sent);
      awaitConnection();
      CompletableFuture<Duration> stopped = stopLater();
      awaitRefusal();

      half.getOutputStream().write(Arrays.copyOfRange(LOGIN, sent, LOGIN.length));
      String reply = reply(half);

      assertThat(reply).startsWith("HTTP/1.1 403 ").contains("Connection: close");
      assertThat(stopped.get(20, TimeUnit.SECONDS)).isLessThan(SLACK);
    }
  }

  /** The bound is for what a client still has to send, not for what the tenant has to answer. */
  @Test
  void a_login_under_way_is_waited_for_longer_than_a_half_sent_request() throws Exception {
    restart(
        TestGateway.before(
            attempt -> {
              arrived.countDown();
              awaitAnswer();
              return new LoginOutcome.WrongCredentials();
            },
            TestGateway.LIMITS,
            TestGateway.listener(USERS, TestGateway.xff())));
    try (Socket client = gateway.connect(USERS);
        Socket half = gateway.connect(USERS)) {
      client.getOutputStream().write(LOGIN);
      half.getOutputStream().write(LOGIN, 0, LOGIN.length - 1);
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      CompletableFuture<Duration> stopped = stopLater();
      assertThat(reply(half)).startsWith("HTTP/1.1 408 ");
      assertThat(stopped).isNotDone();
      answer.countDown();

      assertThat(reply(client)).startsWith("HTTP/1.1 403 ");
      assertThat(stopped.get(20, TimeUnit.SECONDS)).isGreaterThan(OpenConnections.REST_OF_REQUEST);
    }
  }

  private void awaitAnswer() {
    try {
      assertThat(answer.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitConnection() throws InterruptedException {
    for (int i = 0; i < 1000 && gateway.server().connections(USERS) == 0; i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    // Until its bytes are read too.
    TimeUnit.MILLISECONDS.sleep(100);
    assertThat(gateway.server().connections(USERS)).isEqualTo(1);
  }
}
