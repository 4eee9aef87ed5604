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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ConnectionReuseTest {

  private static final Duration CALL = Duration.ofSeconds(20);

  /** Grants every login, for as long as the connection is open. */
  private static final Script ECHO =
      wire -> {
        while (true) {
          String username = wire.readRequest().parameter("username").getFirst();
          wire.send(
              answer(
                  200,
                  "{\"access_token\":\"token-of-"
                      + URLDecoder.decode(username, StandardCharsets.UTF_8)
                      + "\",\"token_type\":\"Bearer\"}"));
        }
      };

  @Test
  void logins_one_after_the_other_share_a_connection() {
    try (ScriptedServer server = ScriptedServer.start(ECHO);
        Auth0Client auth0 = open(server, transport(8, Duration.ofSeconds(30)))) {

      IntStream.range(0, 10).forEach(i -> logIn(auth0, "user-" + i));

      assertThat(server.requests()).hasSize(10);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void two_hundred_simultaneous_logins_get_each_its_own_answer() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ECHO);
        Auth0Client auth0 = open(server, transport(16, Duration.ofSeconds(30)));
        ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> names = IntStream.range(0, 200).mapToObj(i -> "user-" + i).toList();

      List<Future<String>> tokens =
          names.stream().map(name -> users.submit(() -> tokenOf(logIn(auth0, name)))).toList();

      for (int i = 0; i < names.size(); i++) {
        assertThat(tokens.get(i).get()).isEqualTo("token-of-" + names.get(i));
      }
      assertThat(server.requests()).hasSize(200);
      assertThat(server.connections()).isBetween(1, 17);
    }
  }

  @Test
  void a_connection_closed_while_idle_is_found_out_before_anything_is_sent() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Script closing =
        wire -> {
          wire.readRequest();
          wire.send(answer(403, Auth0Fixtures.WRONG)).fin();
          closed.countDown();
          wire.hang();
        };
    try (ScriptedServer server = ScriptedServer.start(closing, ECHO);
        Auth0Client auth0 = open(server, transport(8, Duration.ofSeconds(30)))) {
      logIn(auth0, "first");
      closed.await();

      var answer = logIn(auth0, "second");

      assertThat(tokenOf(answer)).isEqualTo("token-of-second");
      assertThat(server.requests()).hasSize(2);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void an_unrequested_answer_is_never_given_to_the_next_login() throws Exception {
    CountDownLatch idle = new CountDownLatch(1);
    CountDownLatch slipped = new CountDownLatch(1);
    Script slippingIn =
        wire -> {
          wire.readRequest();
          wire.send(answer(403, Auth0Fixtures.WRONG));
          await(idle);
          wire.send(answer(200, Auth0Fixtures.GRANTED));
          slipped.countDown();
          wire.hang();
        };
    try (ScriptedServer server = ScriptedServer.start(slippingIn, ECHO);
        Auth0Client auth0 = open(server, transport(8, Duration.ofSeconds(30)))) {
      logIn(auth0, "first");
      idle.countDown();
      slipped.await();

      var answer = logIn(auth0, "second");

      assertThat(tokenOf(answer)).isEqualTo("token-of-second");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void an_idle_connection_is_closed_in_time() throws Exception {
    CountDownLatch closedByClient = new CountDownLatch(1);
    Script waiting =
        wire -> {
          wire.readRequest();
          wire.send(answer(403, Auth0Fixtures.WRONG));
          wire.awaitEnd();
          closedByClient.countDown();
        };
    try (ScriptedServer server = ScriptedServer.start(waiting);
        Auth0Client auth0 = open(server, transport(8, Duration.ofMillis(200)))) {

      logIn(auth0, "first");

      assertThat(closedByClient.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_connection_whose_call_timed_out_is_not_used_again() {
    Script silent =
        wire -> {
          wire.readRequest();
          wire.hang();
        };
    Auth0Transport transport =
        Auth0Transport.defaults()
            .withTimeouts(Duration.ofMillis(300), Duration.ofMillis(300))
            .withMaxConnections(1);
    try (ScriptedServer server = ScriptedServer.start(silent, ECHO);
        Auth0Client auth0 = open(server, transport)) {
      logIn(auth0, "first");

      var answer = logIn(auth0, "second");

      assertThat(tokenOf(answer)).isEqualTo("token-of-second");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** The ninth of eight is the breaker's, which lets no more than eight through otherwise. */
  @ParameterizedTest
  @CsvSource({"1, 1", "8, 9"})
  void with_all_connections_taken_a_login_is_not_sent(int calls, int connections) throws Exception {
    CountDownLatch taken = new CountDownLatch(connections);
    CountDownLatch free = new CountDownLatch(1);
    Script slow =
        wire -> {
          wire.readRequest();
          taken.countDown();
          await(free);
          wire.send(answer(200, Auth0Fixtures.GRANTED)).hang();
        };
    Auth0Transport transport =
        Auth0Transport.defaults()
            .withTimeouts(Duration.ofMillis(200), CALL)
            .withMaxConnections(calls);
    try (ScriptedServer server = ScriptedServer.start(slow);
        Auth0Client auth0 = open(server, transport);
        ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Verdict>> first =
          IntStream.range(0, connections)
              .mapToObj(i -> users.submit(() -> logIn(auth0, "user-" + i)))
              .toList();
      taken.await();

      var next = logIn(auth0, "next");

      assertThat(next).isEqualTo(new LoginOutcome.Unanswered(new ProviderFault.Overloaded()));
      assertThat(server.requests()).hasSize(connections);
      free.countDown();
      for (Future<Verdict> each : first) {
        assertThat(each.get()).isInstanceOf(LoginOutcome.Granted.class);
      }
    }
  }

  @Test
  void closing_lets_a_login_in_progress_end_and_refuses_the_next() throws Exception {
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    CountDownLatch closedByClient = new CountDownLatch(1);
    Script slow =
        wire -> {
          wire.readRequest();
          underWay.countDown();
          await(closed);
          wire.send(answer(200, Auth0Fixtures.GRANTED));
          wire.awaitEnd();
          closedByClient.countDown();
        };
    try (ScriptedServer server = ScriptedServer.start(slow);
        ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      Auth0Client auth0 = open(server, transport(8, Duration.ofSeconds(30)));
      var first = users.submit(() -> logIn(auth0, "first"));
      underWay.await();
      auth0.close();

      var second = logIn(auth0, "second");

      assertThat(second)
          .isEqualTo(
              new LoginOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.CLOSED)));
      closed.countDown();
      assertThat(first.get()).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(closedByClient.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void what_is_in_use_waits_and_is_kept_can_be_read_at_any_time() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    Script slow =
        wire -> {
          wire.readRequest();
          asked.countDown();
          await(answer);
          wire.send(answer(403, "{\"error\":\"invalid_grant\"}"));
          wire.readRequest();
          wire.send(answer(403, "{\"error\":\"invalid_grant\"}"));
          wire.hang();
        };
    try (ScriptedServer server = ScriptedServer.start(slow);
        Auth0Client auth0 = open(server, transport(1, Duration.ofSeconds(30)));
        ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = users.submit(() -> logIn(auth0, "first"));
      asked.await();
      var second = users.submit(() -> logIn(auth0, "second"));
      while (auth0.waitingCalls() == 0) {
        Thread.onSpinWait();
      }

      int inUse = auth0.connectionsInUse();
      int idle = auth0.idleConnections();
      answer.countDown();
      first.get();
      second.get();

      assertThat(inUse).isEqualTo(1);
      assertThat(idle).isZero();
      assertThat(auth0.connectionsInUse()).isZero();
      assertThat(auth0.waitingCalls()).isZero();
      assertThat(auth0.idleConnections()).isEqualTo(1);
    }
  }

  private static Auth0Transport transport(int connections, Duration idle) {
    return Auth0Transport.defaults()
        .withTimeouts(CALL, CALL)
        .withMaxConnections(connections)
        .withIdleTimeout(idle);
  }

  private static Auth0Client open(ScriptedServer server, Auth0Transport transport) {
    return Auth0Client.open(
        settings(server.uri(), transport), Auth0Fixtures.defaultTls(), TestClock.create());
  }

  private static Verdict logIn(Auth0Client auth0, String user) {
    return auth0
        .credentialVerifier()
        .verify(credentials(user, "a password"), GrantRequest.AS_CONFIGURED, client("203.0.113.7"))
        .answer();
  }

  private static String tokenOf(Verdict answer) {
    return ((LoginOutcome.Granted) answer).tokens().accessToken().value();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
