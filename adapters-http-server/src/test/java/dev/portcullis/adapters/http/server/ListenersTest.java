package dev.portcullis.adapters.http.server;

import static dev.portcullis.adapters.http.server.ProxyHeaders.join;
import static dev.portcullis.adapters.http.server.ProxyHeaders.v1;
import static dev.portcullis.adapters.http.server.TestGateway.listener;
import static dev.portcullis.adapters.http.server.TestGateway.login;
import static dev.portcullis.adapters.http.server.TestGateway.proxied;
import static dev.portcullis.adapters.http.server.TestGateway.statuses;
import static dev.portcullis.adapters.http.server.TestGateway.xff;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.AddressSource.Format;
import dev.portcullis.domain.login.LoginOutcome;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several listeners of one gateway, each with its own way to know addresses. */
@Timeout(60)
class ListenersTest {

  @Test
  void each_listener_reads_its_own_source_and_no_other() throws IOException {
    byte[] request =
        login(
            "X-Forwarded-For: 203.0.113.1",
            "Forwarded: for=203.0.113.2",
            "CF-Connecting-IP: 203.0.113.3");
    try (TestGateway gateway =
        TestGateway.with(
            listener("web", xff()),
            listener("standard", xff().withSource(new AddressSource.Forwarded())),
            listener(
                "cdn",
                xff().withSource(new AddressSource.SingleHeader("CF-Connecting-IP", Format.IP))),
            listener("lb", proxied(new AddressSource.ProxyProtocol(), Duration.ofSeconds(10))))) {
      byte[] announced = join(v1("PROXY TCP4 203.0.113.4 127.0.0.1 1 2"), request);

      String answers =
          gateway.talk("web", request)
              + gateway.talk("standard", request)
              + gateway.talk("cdn", request)
              + gateway.talk("lb", announced);

      assertThat(statuses(answers)).containsExactly("403", "403", "403", "403");
      assertThat(gateway.clients())
          .containsExactly("203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4");
    }
  }

  @Test
  void a_header_in_several_lines_is_read_in_wire_order_or_refused() throws IOException {
    try (TestGateway gateway =
        TestGateway.with(
            listener("web", xff()),
            listener("standard", xff().withSource(new AddressSource.Forwarded())),
            listener(
                "cdn", xff().withSource(new AddressSource.SingleHeader("X-Real-IP", Format.IP))))) {

      String list =
          gateway.talk(
              "web",
              login(
                  "X-Forwarded-For: 203.0.113.66",
                  "X-FORWARDED-FOR: 203.0.113.1, 127.0.0.2",
                  "x-forwarded-for: 127.0.0.3"));
      String standard =
          gateway.talk(
              "standard",
              login(
                  "Forwarded: for=203.0.113.66;proto=http, for=203.0.113.2",
                  "forwarded: for=127.0.0.2"));
      String single =
          gateway.talk("cdn", login("X-Real-IP: 203.0.113.3", "x-real-ip: 203.0.113.3"));

      assertThat(statuses(list + standard)).containsExactly("403", "403");
      assertThat(single).contains("\"reason\":\"duplicate-header\"");
      assertThat(gateway.clients()).containsExactly("203.0.113.1", "203.0.113.2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X_Forwarded_For",
        "X_FORWARDED_FOR",
        "X.Forwarded.For",
        "X-Forwarded_For",
        "HTTP_X_FORWARDED_FOR",
        "XForwardedFor",
        "X-Forwarded-For-Original"
      })
  void a_name_that_only_resembles_the_header_is_another_header(String name) throws IOException {
    try (TestGateway gateway = TestGateway.with(listener("web", xff()))) {

      String beside =
          gateway.talk(
              "web",
              login(
                  name + ": 203.0.113.66",
                  "X-Forwarded-For: 203.0.113.1",
                  name.toLowerCase(Locale.ROOT) + ": 203.0.113.67"));
      String alone = gateway.talk("web", login(name + ": 203.0.113.66"));

      assertThat(statuses(beside)).containsExactly("403");
      assertThat(alone).contains("\"reason\":\"source-missing\"");
      assertThat(gateway.clients()).containsExactly("203.0.113.1");
    }
  }

  @Test
  void ports_are_asked_for_by_name_and_the_first_is_the_gateways() {
    try (TestGateway gateway = TestGateway.with(listener("one", xff()), listener("two", xff()))) {
      GatewayServer server = gateway.server();

      assertThat(server.port()).isEqualTo(server.port("one"));
      assertThat(server.port("two")).isNotEqualTo(server.port("one")).isPositive();
      assertThatThrownBy(() -> server.port("three"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("name: three (expected: a listener's)");
    }
  }

  @Test
  void a_stop_closes_every_listener_before_the_last_login_has_ended() throws Exception {
    CountDownLatch arrived = new CountDownLatch(2);
    CountDownLatch answer = new CountDownLatch(1);
    TestGateway gateway =
        TestGateway.before(
            attempt -> {
              arrived.countDown();
              await(answer);
              return new LoginOutcome.WrongCredentials();
            },
            listener("one", xff()),
            listener("two", xff()));
    try (Socket one = gateway.connect("one");
        Socket two = gateway.connect("two")) {
      one.getOutputStream().write(login("X-Forwarded-For: 203.0.113.1"));
      two.getOutputStream().write(login("X-Forwarded-For: 203.0.113.2"));
      await(arrived);

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);
      awaitRefusal(gateway.server().port("one"));
      awaitRefusal(gateway.server().port("two"));
      try (Socket operators =
          new Socket(InetAddress.getLoopbackAddress(), gateway.server().adminPort())) {
        operators
            .getOutputStream()
            .write("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
        operators.shutdownOutput();
        assertThat(statuses(TestGateway.answers(operators))).containsExactly("503");
      }
      answer.countDown();

      assertThat(statuses(TestGateway.answers(one))).containsExactly("403");
      assertThat(statuses(TestGateway.answers(two))).containsExactly("403");
      stopped.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_port_in_use_leaves_no_listener_open() throws IOException {
    int freed = freePort();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      UserListener one = on("one", freed);
      UserListener two = on("two", taken.getLocalPort());

      assertThatThrownBy(() -> TestGateway.with(one, two))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1:" + taken.getLocalPort());

      try (ServerSocket again = new ServerSocket(freed, 1, InetAddress.getLoopbackAddress())) {
        assertThat(again.isBound()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "operators", "Users", "a b", "a.b", "@default", "x\n"})
  void a_name_that_no_metric_could_carry_is_refused(String name) {
    assertThatThrownBy(() -> listener(name, xff())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listeners_are_at_least_one_and_have_each_its_own_name() {
    Listener operators = Listener.plain("127.0.0.1", 0);
    HttpLimits limits = HttpLimits.DEFAULT;

    assertThatThrownBy(() -> new HttpSettings(Vector.empty(), operators, limits))
        .hasMessage("users: none (expected: at least one listener)");
    assertThatThrownBy(
            () ->
                new HttpSettings(
                    Vector.of(listener("a", xff()), listener("a", xff())), operators, limits))
        .hasMessage("users: a, a (expected: each name once)");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static UserListener on(String name, int port) {
    return new UserListener(
        name, Listener.plain("127.0.0.1", port), listener(name, xff()).address());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitRefusal(int port) {
    for (int i = 0; i < 10_000; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
      } catch (IOException e) {
        return;
      }
    }
    throw new AssertionError("the port still takes connections");
  }
}
