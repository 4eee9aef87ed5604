package dev.portcullis.bootstrap.proxies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users get through a reverse proxy with the configuration of examples/proxies, a real one, in
 * front of the real gateway and an emulated tenant. Only addresses, ports and paths of the examples
 * are replaced, and the lines about certificates left out. A proxy's test starts it; users connect
 * from an address that is not the proxy's.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ReverseProxyContract {

  /** The proxy's wait for a client that stalls; its default is made shorter to this. */
  static final String STALL = "1s";

  @SuppressWarnings("NullAway.Init")
  private ProxiedGateway gateway;

  @SuppressWarnings("NullAway.Init")
  private Relay relay;

  @SuppressWarnings("NullAway.Init")
  private RunningProxy proxy;

  @SuppressWarnings("NullAway.Init")
  private ProxyUser user;

  /** The program. */
  abstract ProxyProgram program();

  /** A gateway with the settings that fit. */
  ProxiedGateway gateway() {
    return new ProxiedGateway(
        program().name().toLowerCase(Locale.ROOT),
        "PORTCULLIS_CLIENT_IP_TRUSTED_PROXIES",
        Map.of());
  }

  /**
   * Starts the proxy.
   *
   * @param folder an empty folder for its files
   * @param users the port of the public listener
   * @param admin the port of the admin listener
   */
  abstract RunningProxy start(Path folder, int users, int admin) throws Exception;

  /** Whether it is sure to keep connections to the gateway open. */
  boolean keepsConnections() {
    return true;
  }

  /** Whether it answers, or closes the connection of, a client that stalls. */
  boolean tellsStalledClients() {
    return true;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    program().orSkip();
    gateway = gateway();
    relay = new Relay(gateway.port());
    proxy = start(folder, relay.port(), gateway.adminPort());
    user = new ProxyUser(proxy.port());
  }

  @BeforeEach
  void reset() {
    gateway.reset();
    relay.reset();
  }

  @AfterAll
  void stop() throws IOException {
    if (user != null) {
      user.close();
    }
    if (proxy != null) {
      proxy.close();
    }
    if (relay != null) {
      relay.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void a_login_has_the_address_that_connected_to_the_proxy() throws Exception {
    HttpResponse<String> reply = user.logIn();

    assertThat(reply.statusCode()).as(reply.body() + proxy.log()).isEqualTo(200);
    assertThat(reply.body()).contains("\"access_token\"");
    assertThat(gateway.addressesSent()).containsExactly(ProxyUser.ADDRESS);
    assertThat(gateway.addressesLogged()).containsExactly(ProxyUser.ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 198.51.100.66\r\n",
        "X-Forwarded-For: 198.51.100.66, 127.0.0.1\r\n",
        "X-Forwarded-For: 198.51.100.66\r\nX-Forwarded-For: 198.51.100.67\r\n",
        "x-forwarded-for: 198.51.100.66,\r\n",
        "X-Forwarded-For: \r\n",
        "X_Forwarded_For: 198.51.100.66\r\n",
        "Forwarded: for=198.51.100.66\r\n",
        "X-Real-IP: 198.51.100.66\r\nCF-Connecting-IP: 198.51.100.66\r\n",
        "auth0-forwarded-for: 198.51.100.66\r\n",
        "Trailer: X-Forwarded-For\r\n",
      })
  void a_forged_address_is_never_used(String lines) throws Exception {
    String reply = user.logInWith(lines + "Connection: close\r\n");

    assertThat(reply).as(proxy.log()).startsWith("HTTP/1.1 200");
    assertThat(gateway.addressesSent()).containsExactly(ProxyUser.ADDRESS);
    assertThat(gateway.addressesLogged()).containsExactly(ProxyUser.ADDRESS);
  }

  /** The gateway refuses it if the proxy does not filter it. */
  @Test
  void a_connection_header_that_names_the_source_is_refused_or_has_no_effect() throws Exception {
    String reply =
        user.logInWith("Connection: close, X-Forwarded-For\r\nX-Forwarded-For: 198.51.100.66\r\n");

    assertThat(reply).as(proxy.log()).matches("(?s)HTTP/1.1 (200|400) .*");
    assertThat(gateway.addressesSent())
        .hasSize(reply.startsWith("HTTP/1.1 200") ? 1 : 0)
        .allMatch(ProxyUser.ADDRESS::equals);
  }

  @Test
  void a_chunked_body_with_a_forged_trailer_is_a_login_from_the_clients_own_address()
      throws Exception {
    String head =
        user.loginHead("Connection: close\r\nTransfer-Encoding: chunked\r\n")
            .replaceFirst("Content-Length: \\d+\r\n", "");
    String chunks =
        Integer.toHexString(ProxyUser.LOGIN.length())
            + "\r\n"
            + ProxyUser.LOGIN
            + "\r\n0\r\nX-Forwarded-For: 198.51.100.66\r\n\r\n";

    String reply;
    try (Socket socket = user.connect()) {
      socket.getOutputStream().write((head + chunks).getBytes(ISO_8859_1));
      reply = ProxyUser.readAll(socket);
    }

    assertThat(reply).as(proxy.log()).startsWith("HTTP/1.1 200");
    assertThat(gateway.addressesSent()).containsExactly(ProxyUser.ADDRESS);
  }

  @Test
  void ten_logins_use_one_connection_or_one_each() throws Exception {
    for (int i = 0; i < 10; i++) {
      HttpResponse<String> reply = user.logIn();
      assertThat(reply.statusCode()).as(proxy.log()).isEqualTo(200);
    }

    assertThat(gateway.addressesSent()).hasSize(10);
    if (keepsConnections()) {
      assertThat(relay.sent()).hasSizeLessThanOrEqualTo(1);
    } else {
      assertThat(relay.sent()).hasSizeBetween(1, 10);
    }
  }

  @Test
  void a_header_of_seven_kilobytes_passes() throws Exception {
    String cookie = "session=" + "x".repeat(7000);

    HttpResponse<String> reply = user.post(ProxyUser.LOGIN, "Cookie", cookie);

    assertThat(reply.statusCode()).as(proxy.log()).isEqualTo(200);
  }

  @Test
  void a_header_of_thirty_kilobytes_is_refused_by_the_proxy_or_the_gateway() throws Exception {
    String reply =
        user.logInWith("Cookie: session=" + "x".repeat(30_000) + "\r\nConnection: close\r\n");

    assertThat(reply).as(proxy.log()).startsWith("HTTP/1.1 4");
    assertThat(gateway.addressesSent()).isEmpty();
    assertThat(user.logIn().statusCode()).isEqualTo(200);
  }

  @Test
  void a_body_that_is_too_large_gets_the_gateways_413() throws Exception {
    String body = "{\"username\":\"" + "x".repeat(40_000) + "\"}";

    HttpResponse<String> reply = user.post(body);

    assertThat(reply.statusCode()).as(proxy.log()).isEqualTo(413);
    assertThat(gateway.addressesSent()).isEmpty();
    assertThat(user.logIn().statusCode()).isEqualTo(200);
  }

  @Test
  void a_client_that_closes_its_half_after_the_request_is_logged_in_at_most_once()
      throws Exception {
    String reply;
    try (Socket socket = user.connect()) {
      socket
          .getOutputStream()
          .write((user.loginHead("Connection: close\r\n") + ProxyUser.LOGIN).getBytes(ISO_8859_1));
      socket.shutdownOutput();
      reply = ProxyUser.readAll(socket);
    }

    // nginx treats it as a client that has left, and closes the connection without an answer.
    assertThat(reply).matches("(?s)|\\[reset\\]|HTTP/1.1 200.*");
    assertThat(user.logIn().statusCode()).as(proxy.log()).isEqualTo(200);
    assertThat(gateway.addressesSent()).hasSizeBetween(1, 2).containsOnly(ProxyUser.ADDRESS);
  }

  @Test
  void a_client_that_leaves_in_the_middle_of_its_body_submits_nothing() throws Exception {
    try (Socket socket = user.connect()) {
      socket
          .getOutputStream()
          .write((user.loginHead("") + ProxyUser.LOGIN.substring(0, 20)).getBytes(ISO_8859_1));
    }

    HttpResponse<String> next = user.logIn();

    assertThat(next.statusCode()).as(proxy.log()).isEqualTo(200);
    assertThat(gateway.addressesSent()).hasSize(1);
  }

  /** The proxy's deadline ends it, or the gateway's. */
  @Test
  void a_client_that_stalls_in_the_middle_of_its_body_submits_nothing() throws Exception {
    String reply = "";
    try (Socket socket = user.connect()) {
      socket
          .getOutputStream()
          .write((user.loginHead("") + ProxyUser.LOGIN.substring(0, 20)).getBytes(ISO_8859_1));
      if (tellsStalledClients()) {
        reply = ProxyUser.readAll(socket);
      } else {
        relay.awaitEndsByGateway(1);
      }
    }

    assertThat(reply).as(proxy.log()).matches("(?s)|\\[reset\\]|HTTP/1.1 4.*");
    assertThat(user.logIn().statusCode()).isEqualTo(200);
    assertThat(gateway.addressesSent()).hasSize(1);
  }

  @Test
  void a_pipelined_second_request_is_answered_after_the_first() throws Exception {
    String first = user.loginHead("") + ProxyUser.LOGIN;
    String second = user.loginHead("Connection: close\r\n") + ProxyUser.LOGIN;

    String reply;
    try (Socket socket = user.connect()) {
      socket.getOutputStream().write((first + second).getBytes(ISO_8859_1));
      reply = ProxyUser.readAll(socket);
    }

    assertThat(reply.split("HTTP/1.1 200", -1)).as(proxy.log()).hasSize(3);
    assertThat(gateway.addressesSent()).containsExactly(ProxyUser.ADDRESS, ProxyUser.ADDRESS);
  }

  /** The relay between the proxy and the gateway. */
  Relay relay() {
    return relay;
  }

  /** A user of the proxy. */
  ProxyUser user() {
    return user;
  }

  /** The proxy. */
  RunningProxy proxy() {
    return proxy;
  }

  /** The gateway behind the proxy. */
  ProxiedGateway behind() {
    return gateway;
  }
}
