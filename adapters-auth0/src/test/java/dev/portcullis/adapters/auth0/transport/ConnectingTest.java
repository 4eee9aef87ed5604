package dev.portcullis.adapters.auth0.transport;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.settings;
import static dev.portcullis.testkit.Fixtures.client;
import static dev.portcullis.testkit.Fixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Until a connection stands nothing is sent, so every failure here is one that may be repeated. */
@Timeout(60)
class ConnectingTest {

  private static final Script GRANT =
      wire -> {
        wire.readRequest();
        wire.send(answer(200, Auth0Fixtures.GRANTED)).hang();
      };

  @Test
  void a_refused_connection_is_reported() throws IOException {
    assertThat(logInAt(closedPort(), InetAddress::getAllByName))
        .isEqualTo(unreachable(ConnectFault.CONNECT_REFUSED));
  }

  @Test
  void an_unknown_host_is_reported() {
    assertThat(
            logInAt(
                1,
                host -> {
                  throw new UnknownHostException(host);
                }))
        .isEqualTo(unreachable(ConnectFault.UNKNOWN_HOST));
  }

  @Test
  void a_name_server_that_never_answers_is_given_up_after_one_query() {
    AtomicInteger lookups = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    Connector.Dns silent =
        host -> {
          lookups.incrementAndGet();
          await(over);
          return new InetAddress[0];
        };
    try (Auth0Client auth0 = open(1, silent)) {
      var first = logIn(auth0);
      var second = logIn(auth0);

      assertThat(first).isEqualTo(unreachable(ConnectFault.UNKNOWN_HOST));
      assertThat(second).isEqualTo(unreachable(ConnectFault.UNKNOWN_HOST));
      assertThat(lookups).hasValue(1);
    } finally {
      over.countDown();
    }
  }

  @Test
  void a_name_without_addresses_is_reported() {
    assertThat(logInAt(1, host -> new InetAddress[0]))
        .isEqualTo(unreachable(ConnectFault.UNKNOWN_HOST));
  }

  @Test
  void a_connection_that_is_not_established_is_given_up() throws IOException {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        waiting.add(channel);
        channel.configureBlocking(false);
        channel.connect(full.getLocalSocketAddress());
      }

      var answer = logInAt(full.getLocalPort(), InetAddress::getAllByName);

      assertThat(answer).isEqualTo(unreachable(ConnectFault.CONNECT_TIMED_OUT));
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  void after_a_failed_address_the_next_is_tried() {
    InetAddress other = loopback(2);
    try (ScriptedServer server = ScriptedServer.start(GRANT)) {

      var answer =
          logInAt(
              server.port(), host -> new InetAddress[] {other, InetAddress.getLoopbackAddress()});

      assertThat(answer).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void no_third_address_is_tried() {
    InetAddress other = loopback(2);
    try (ScriptedServer server = ScriptedServer.start(GRANT)) {

      var answer =
          logInAt(
              server.port(),
              host -> new InetAddress[] {other, other, InetAddress.getLoopbackAddress()});

      assertThat(answer).isEqualTo(unreachable(ConnectFault.CONNECT_REFUSED));
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void a_failed_login_takes_no_connection_with_it() {
    AtomicInteger lookups = new AtomicInteger();
    Connector.Dns failing =
        host -> {
          lookups.incrementAndGet();
          throw new UnknownHostException(host);
        };
    try (Auth0Client auth0 = open(1, failing)) {
      for (int i = 0; i < 10; i++) {
        assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.UNKNOWN_HOST));
      }
      assertThat(lookups).hasValue(10);
    }
  }

  private static Verdict logInAt(int port, Connector.Dns dns) {
    try (Auth0Client auth0 = open(port, dns)) {
      return logIn(auth0);
    }
  }

  private static Auth0Client open(int port, Connector.Dns dns) {
    Auth0Transport transport =
        Auth0Transport.defaults()
            .withTimeouts(Duration.ofMillis(400), Duration.ofSeconds(20))
            .withMaxConnections(2);
    return Auth0Client.open(
        settings(URI.create("http://localhost:" + port), transport),
        Auth0Fixtures.defaultTls(),
        TestClock.create(),
        dns);
  }

  private static Verdict logIn(Auth0Client auth0) {
    return auth0
        .credentialVerifier()
        .verify(
            credentials("ada@example.com", "a password"),
            GrantRequest.AS_CONFIGURED,
            client("203.0.113.7"))
        .answer();
  }

  private static InetAddress loopback(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Verdict unreachable(ConnectFault why) {
    return new LoginOutcome.Unanswered(new ProviderFault.Unreachable(why));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
