package dev.portcullis.adapters.http.server;

import static dev.portcullis.adapters.http.server.ProxyHeaders.INET;
import static dev.portcullis.adapters.http.server.ProxyHeaders.INET6;
import static dev.portcullis.adapters.http.server.ProxyHeaders.SIGNATURE;
import static dev.portcullis.adapters.http.server.ProxyHeaders.hex;
import static dev.portcullis.adapters.http.server.ProxyHeaders.join;
import static dev.portcullis.adapters.http.server.ProxyHeaders.pieces;
import static dev.portcullis.adapters.http.server.ProxyHeaders.v1;
import static dev.portcullis.adapters.http.server.ProxyHeaders.v2;
import static dev.portcullis.adapters.http.server.ProxyHeaders.v2WithChecksum;
import static dev.portcullis.adapters.http.server.TestGateway.listener;
import static dev.portcullis.adapters.http.server.TestGateway.login;
import static dev.portcullis.adapters.http.server.TestGateway.proxied;
import static dev.portcullis.adapters.http.server.TestGateway.ranges;
import static dev.portcullis.adapters.http.server.TestGateway.statuses;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.ProxyProtocol.Version;
import dev.portcullis.domain.login.LoginOutcome;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A listener that requires a PROXY header, over real sockets. */
@Timeout(60)
class ProxyProtocolListenerTest {

  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final byte[] V1 = v1("PROXY TCP4 203.0.113.7 127.0.0.1 54321 443");

  private TestGateway gateway =
      TestGateway.with(listener("lb", proxied(new AddressSource.ProxyProtocol(), AMPLE)));

  @AfterEach
  void stop() {
    gateway.close();
  }

  static Stream<Arguments> announced() {
    return Stream.of(
        Arguments.of("v1 IPv4", V1, "203.0.113.7"),
        Arguments.of("v1 IPv6", v1("PROXY TCP6 2001:db8::7 ::1 54321 443"), "2001:db8::7"),
        Arguments.of("v2 IPv4", v2("2111", INET), "203.0.113.7"),
        Arguments.of("v2 IPv6", v2("2121", INET6), "2001:db8::7"),
        Arguments.of("v2 with an extension", v2("2111", INET + "040003616263"), "203.0.113.7"),
        Arguments.of("v2 with a checksum", v2WithChecksum("2111", INET, 0), "203.0.113.7"),
        Arguments.of("v2 IPv6 with a checksum", v2WithChecksum("2121", INET6, 0), "2001:db8::7"),
        Arguments.of(
            "v2 of the greatest length",
            v2("2111", INET + "040fe1" + "00".repeat(4096 - 16 - 12 - 3)),
            "203.0.113.7"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("announced")
  void the_announced_source_is_the_end_user_of_every_request(
      String name, byte[] header, String client) throws IOException {
    String answers = gateway.talk("lb", join(header, login(), login(), login()));

    assertThat(statuses(answers)).containsExactly("403", "403", "403");
    assertThat(gateway.clients()).containsExactly(client, client, client);
    assertThat(gateway.refusals()).isEmpty();
  }

  static Stream<Arguments> ownConnections() {
    return Stream.of(
        Arguments.of("v1 UNKNOWN", v1("PROXY UNKNOWN")),
        Arguments.of("v1 UNKNOWN with words", v1("PROXY UNKNOWN 203.0.113.7 127.0.0.1 1 2")),
        Arguments.of("v2 LOCAL", v2("2000", "")),
        Arguments.of("v2 LOCAL with addresses", v2("2011", INET)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ownConnections")
  void a_connection_of_the_load_balancer_itself_lives_and_logs_no_user_in(
      String name, byte[] header) throws IOException {
    byte[] check = "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1);

    String answers =
        gateway.talk("lb", join(header, check, login("X-Forwarded-For: 203.0.113.9"), check));

    assertThat(statuses(answers)).containsExactly("404", "400", "404");
    assertThat(answers).contains("\"reason\":\"proxy-no-address\"");
    assertThat(gateway.clients()).isEmpty();
    assertThat(gateway.refusals()).containsExactly("proxy-no-address");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("nothing but HTTP", new byte[0], "proxy-missing"),
        Arguments.of("TLS", hex("1603010200010001fc0303"), "proxy-missing"),
        Arguments.of(
            "v1 in lower case", v1("proxy TCP4 203.0.113.7 127.0.0.1 1 2"), "proxy-missing"),
        Arguments.of("v2 with a false signature", hex("0d0a0d0a000d0a5155495400"), "proxy-missing"),
        Arguments.of(
            "v1 of another family", v1("PROXY UDP4 203.0.113.7 127.0.0.1 1 2"), "proxy-syntax"),
        Arguments.of(
            "v1 with a host name", v1("PROXY TCP4 example.com 127.0.0.1 1 2"), "proxy-syntax"),
        Arguments.of(
            "v1 with a leading zero", v1("PROXY TCP4 203.0.113.07 127.0.0.1 1 2"), "proxy-syntax"),
        Arguments.of(
            "v1 with a port too high",
            v1("PROXY TCP4 203.0.113.7 127.0.0.1 65536 2"),
            "proxy-syntax"),
        Arguments.of("v1 with IPv6 as TCP4", v1("PROXY TCP4 2001:db8::7 ::1 1 2"), "proxy-syntax"),
        Arguments.of("v1 with a zone", v1("PROXY TCP6 fe80::1%eth0 ::1 1 2"), "proxy-syntax"),
        Arguments.of(
            "v1 with two blanks", v1("PROXY TCP4  203.0.113.7 127.0.0.1 1 2"), "proxy-syntax"),
        Arguments.of(
            "v1 that ends in a bare line feed",
            "PROXY TCP4 203.0.113.7 127.0.0.1 1 2\n".getBytes(ISO_8859_1),
            "proxy-syntax"),
        Arguments.of("v1 too long", v1("PROXY UNKNOWN " + "x".repeat(92)), "proxy-too-long"),
        Arguments.of(
            "v1 without end",
            ("PROXY TCP4 " + "1".repeat(5000)).getBytes(ISO_8859_1),
            "proxy-too-long"),
        Arguments.of("v2 of version 1", v2("1111", INET), "proxy-syntax"),
        Arguments.of("v2 of version 3", v2("3111", INET), "proxy-syntax"),
        Arguments.of("v2 with an unknown command", v2("2211", INET), "proxy-syntax"),
        Arguments.of("v2 too short for its addresses", v2("2111", "cb007107"), "proxy-syntax"),
        Arguments.of("v2 with half an extension", v2("2111", INET + "0400"), "proxy-syntax"),
        Arguments.of(
            "v2 with an extension beyond the end", v2("2111", INET + "0400ff61"), "proxy-syntax"),
        Arguments.of("v2 too long", v2("2111", INET + "00".repeat(4096)), "proxy-too-long"),
        Arguments.of("v2 UDP", v2("2112", INET), "proxy-family"),
        Arguments.of("v2 over UDP on IPv6", v2("2122", INET6), "proxy-family"),
        Arguments.of("v2 of a Unix socket", v2("2131", "00".repeat(216)), "proxy-family"),
        Arguments.of("v2 unspecified", v2("2100", ""), "proxy-family"),
        Arguments.of("v2 with a wrong checksum", v2WithChecksum("2111", INET, 1), "proxy-crc"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void anything_else_closes_the_connection_without_a_word(String name, byte[] header, String reason)
      throws IOException {
    String answers = gateway.talk("lb", join(header, login("X-Forwarded-For: 203.0.113.9")));

    assertThat(answers).isEmpty();
    assertThat(gateway.clients()).isEmpty();
    assertThat(gateway.refusals()).containsExactly(reason);
  }

  @Test
  void a_header_of_a_version_that_is_not_taken_closes_the_connection() throws IOException {
    gateway.close();
    gateway =
        TestGateway.with(
            listener(
                "one",
                proxied(
                    new AddressSource.ProxyProtocol(), TestGateway.LOOPBACK, AMPLE, Version.V1)),
            listener(
                "two",
                proxied(
                    new AddressSource.ProxyProtocol(), TestGateway.LOOPBACK, AMPLE, Version.V2)));

    String wrong =
        gateway.talk("one", join(v2("2111", INET), login()))
            + gateway.talk("two", join(V1, login()));
    String right =
        gateway.talk("one", join(V1, login()))
            + gateway.talk("two", join(v2("2111", INET), login()));

    assertThat(wrong).isEmpty();
    assertThat(statuses(right)).containsExactly("403", "403");
    assertThat(gateway.refusals()).containsExactly("proxy-version", "proxy-version");
  }

  static Stream<Arguments> fragmented() {
    byte[] two = v2WithChecksum("2121", INET6 + "040003616263", 0);
    return Stream.concat(
        IntStream.range(1, V1.length).mapToObj(at -> Arguments.of(V1, at, "203.0.113.7")),
        IntStream.range(1, two.length).mapToObj(at -> Arguments.of(two, at, "2001:db8::7")));
  }

  @ParameterizedTest
  @MethodSource("fragmented")
  void a_header_may_come_in_two_pieces_cut_anywhere(byte[] header, int at, String client)
      throws IOException {
    byte[] all = join(header, login(), login());

    String answers =
        gateway.talk("lb", Arrays.copyOf(all, at), Arrays.copyOfRange(all, at, all.length));

    assertThat(statuses(answers)).containsExactly("403", "403");
    assertThat(gateway.clients()).containsExactly(client, client);
  }

  @Test
  void a_header_and_its_requests_may_come_byte_by_byte() throws IOException {
    String one = gateway.talk("lb", pieces(join(V1, login(), login())));
    String two = gateway.talk("lb", pieces(join(v2("2121", INET6), login(), login())));

    assertThat(statuses(one + two)).containsExactly("403", "403", "403", "403");
    assertThat(gateway.clients())
        .containsExactly("203.0.113.7", "203.0.113.7", "2001:db8::7", "2001:db8::7");
  }

  @Test
  void a_second_header_is_no_header_but_broken_http() throws IOException {
    String answers =
        gateway.talk("lb", join(V1, v1("PROXY TCP4 203.0.113.9 127.0.0.1 1 2"), login()));

    assertThat(statuses(answers)).containsExactly("400");
    assertThat(gateway.clients()).isEmpty();
  }

  @Test
  void a_peer_that_may_not_announce_is_closed_before_it_has_said_anything() throws IOException {
    gateway.close();
    gateway =
        TestGateway.with(
            listener(
                "lb",
                proxied(
                    new AddressSource.ProxyProtocol(),
                    ranges("192.0.2.0/24"),
                    AMPLE,
                    Version.V1,
                    Version.V2)));

    String silent;
    try (Socket socket = gateway.connect("lb")) {
      silent = TestGateway.answers(socket);
    }
    String talking = gateway.talk("lb", join(V1, login()));

    assertThat(silent + talking).isEmpty();
    assertThat(gateway.clients()).isEmpty();
    assertThat(gateway.refusals()).containsExactly("proxy-untrusted-peer", "proxy-untrusted-peer");
  }

  @Test
  void silence_ends_with_the_time_for_the_header() throws IOException {
    hurry();

    try (Socket socket = gateway.connect("lb")) {
      assertThat(TestGateway.answers(socket)).isEmpty();
    }
    gateway.close();

    assertThat(gateway.refusals()).containsExactly("proxy-timeout");
  }

  @Test
  void a_header_that_drips_ends_with_the_same_time() throws IOException {
    hurry();
    byte[] header = v2("2111", INET + "040fe1" + "00".repeat(4096 - 16 - 12 - 3));

    int sent = 0;
    try (Socket socket = gateway.connect("lb")) {
      boolean open = true;
      while (open && sent < header.length) {
        socket.getOutputStream().write(header[sent++]);
        open = staysOpenFor(socket, 20);
      }
    } catch (SocketException e) {
      // Closed while a byte was on its way.
    }
    gateway.close();

    assertThat(sent).isBetween(2, 200);
    assertThat(gateway.clients()).isEmpty();
    assertThat(gateway.refusals()).containsExactly("proxy-timeout");
  }

  @Test
  void the_time_for_the_header_is_none_for_the_requests() throws IOException {
    hurry();

    String answers;
    try (Socket socket = gateway.connect("lb")) {
      socket.getOutputStream().write(V1);
      boolean open = staysOpenFor(socket, 1200);
      assertThat(open).isTrue();
      socket.getOutputStream().write(login());
      socket.shutdownOutput();
      answers = TestGateway.answers(socket);
    }

    assertThat(statuses(answers)).containsExactly("403");
    assertThat(gateway.refusals()).isEmpty();
  }

  /** Of an IPv6 client it is the /64 that counts: all its addresses are the client's own. */
  @ParameterizedTest
  @CsvSource({
    "TCP4, 203.0.113.7, 203.0.113.7, 203.0.113.8",
    "TCP6, 2001:db8::7, 2001:db8:0:0:ffff::8, 2001:db8:0:1::7",
  })
  void the_limit_of_an_address_is_that_of_the_announced_client(
      String family, String first, String same, String other) throws IOException {
    gateway.close();
    gateway =
        TestGateway.within(
            TestGateway.LIMITS.withConnectionsPerAddress(1),
            listener("lb", proxied(new AddressSource.ProxyProtocol(), AMPLE)));

    try (Socket one = announced(family, first)) {
      String served = TestListener.reply(one);
      try (Socket two = announced(family, same);
          Socket three = announced(family, other)) {
        String tooMany = TestGateway.answers(two);
        String servedToo = TestListener.reply(three);

        assertThat(List.of(served, servedToo)).allMatch(it -> it.startsWith("HTTP/1.1 403 "));
        assertThat(tooMany).isEmpty();
      }
    }
    assertThat(gateway.clients()).containsExactly(first, other);
  }

  private Socket announced(String family, String client) throws IOException {
    Socket socket = gateway.connect("lb");
    String gatewayAddress = family.equals("TCP4") ? "127.0.0.1" : "::1";
    byte[] header = v1("PROXY " + family + " " + client + " " + gatewayAddress + " 1 2");
    socket.getOutputStream().write(join(header, login()));
    return socket;
  }

  @Test
  void a_header_that_breaks_off_is_refused_and_a_look_at_the_port_is_not() throws IOException {
    String look = gateway.talk("lb");
    String half = gateway.talk("lb", "PROXY TCP4 203.0".getBytes(ISO_8859_1));

    assertThat(look + half).isEmpty();
    assertThat(gateway.refusals()).containsExactly("proxy-syntax");
  }

  @Test
  void forged_headers_change_nothing_where_the_proxy_header_is_the_source() throws IOException {
    String answers =
        gateway.talk(
            "lb",
            join(
                V1,
                login(
                    "X-Forwarded-For: 203.0.113.9",
                    "X-Forwarded-For: 127.0.0.1",
                    "X-Forwarded-Port: 1",
                    "Forwarded: for=203.0.113.9",
                    "X-Real-IP: 203.0.113.9")));

    assertThat(statuses(answers)).containsExactly("403");
    assertThat(gateway.clients()).containsExactly("203.0.113.7");
  }

  /** With X-Forwarded-For behind the balancer, 192.0.2.0/24 are the trusted proxies. */
  @Test
  void behind_the_balancer_the_announced_source_is_the_peer_that_has_to_be_trusted()
      throws IOException {
    gateway.close();
    gateway = TestGateway.with(listener("lb", proxied(new AddressSource.XForwardedFor(), AMPLE)));
    byte[] fromProxy = v1("PROXY TCP4 192.0.2.8 127.0.0.1 1 2");

    String good =
        gateway.talk(
            "lb",
            join(
                fromProxy,
                login("X-Forwarded-For: 198.51.100.66", "x-forwarded-for: 203.0.113.9,192.0.2.9")));
    String without = gateway.talk("lb", join(fromProxy, login()));
    String unknown = gateway.talk("lb", join(V1, login("X-Forwarded-For: 203.0.113.9")));

    assertThat(statuses(good)).containsExactly("403");
    assertThat(without).contains("\"reason\":\"source-missing\"");
    assertThat(unknown).contains("\"reason\":\"untrusted-peer\"");
    assertThat(gateway.clients()).containsExactly("203.0.113.9");
  }

  @Test
  void on_a_listener_without_proxy_its_bytes_are_broken_http() throws IOException {
    gateway.close();
    gateway = TestGateway.with(listener("web", TestGateway.xff()));

    String one = gateway.talk("web", join(V1, login("X-Forwarded-For: 203.0.113.9")));
    String two = gateway.talk("web", join(v2("2111", INET), login("X-Forwarded-For: 203.0.113.9")));

    assertThat(statuses(one)).containsExactly("400");
    assertThat(statuses(two)).isNotEqualTo(List.of("403"));
    assertThat(gateway.clients()).isEmpty();
  }

  @Test
  void a_closed_connection_is_traced_with_its_peer() throws IOException {
    gateway.close();
    gateway =
        TestGateway.with(
            listener(
                "lb",
                new AddressSettings(
                    proxied(new AddressSource.ProxyProtocol(), AMPLE),
                    "v7",
                    TraceMode.REJECTED,
                    Option.none())));

    gateway.talk("lb", hex(SIGNATURE + "3111" + "0000"));

    assertThat(gateway.decisions()).hasSize(1);
    assertThat(gateway.decisions().getFirst().version()).isEqualTo("v7");
    assertThat(gateway.decisions().getFirst().trace().steps().head().value())
        .isEqualTo("127.0.0.1");
  }

  @Test
  void two_hundred_connections_keep_their_sources_apart() throws Exception {
    List<CompletableFuture<String>> talks =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return gateway.talk(
                                "lb",
                                join(
                                    v1("PROXY TCP4 203.0.113." + i + " 127.0.0.1 1 2"),
                                    login(),
                                    login()));
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        }))
            .toList();

    for (CompletableFuture<String> talk : talks) {
      assertThat(statuses(talk.get(30, TimeUnit.SECONDS))).containsExactly("403", "403");
    }

    assertThat(gateway.clients())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 200)
                .mapToObj(i -> "203.0.113." + i)
                .flatMap(client -> Collections.nCopies(2, client).stream())
                .toList());
  }

  @Test
  void a_stop_ends_those_who_announce_nothing_and_answers_the_login_under_way() throws Exception {
    gateway.close();
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    gateway =
        TestGateway.before(
            attempt -> {
              arrived.countDown();
              await(answer);
              return new LoginOutcome.WrongCredentials();
            },
            TestGateway.LIMITS.withDrain(Duration.ofMinutes(1)),
            listener("lb", proxied(new AddressSource.ProxyProtocol(), Duration.ofMinutes(1))));
    try (Socket silent = gateway.connect("lb");
        Socket half = gateway.connect("lb");
        Socket busy = gateway.connect("lb")) {
      half.getOutputStream().write(V1, 0, 10);
      busy.getOutputStream().write(join(V1, login()));
      await(arrived);

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close);
      String silence = TestGateway.answers(silent) + TestGateway.answers(half);
      answer.countDown();

      assertThat(silence).isEmpty();
      assertThat(statuses(TestGateway.answers(busy))).containsExactly("403");
      stopped.get(30, TimeUnit.SECONDS);
      assertThat(gateway.refusals()).isEmpty();
    }
  }

  /** A gateway that gives a header half a second. */
  private void hurry() {
    gateway.close();
    gateway =
        TestGateway.with(
            listener("lb", proxied(new AddressSource.ProxyProtocol(), Duration.ofMillis(500))));
  }

  private static boolean staysOpenFor(Socket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(10_000);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
