package dev.portcullis.adapters.auth0.transport;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.settings;
import static dev.portcullis.testkit.Fixtures.client;
import static dev.portcullis.testkit.Fixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.settings.Auth0Proxy;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.testkit.TestClock;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through a proxy: a real one, and scripts that misbehave as real ones do at times. */
@Timeout(60)
class ThroughProxyTest {

  private static final String USER = "gateway";
  private static final String PASSWORD = "canary-proxy-password-77";
  private static final String LOGIN = "BasicAuth " + USER + " " + PASSWORD;

  private static final Script GRANT =
      wire -> {
        while (true) {
          wire.readRequest();
          wire.send(answer(200, Auth0Fixtures.GRANTED));
        }
      };

  @TempDir private static Path folder = Path.of(".");

  @SuppressWarnings("NullAway.Init")
  private static TestCertificates certificates;

  @SuppressWarnings("NullAway.Init")
  private static SSLContext tenant;

  @BeforeAll
  static void certificates() throws Exception {
    certificates = new TestCertificates(folder);
    tenant = certificates.server("tenant", "localhost");
  }

  private static Auth0Proxy known(URI url) {
    return Auth0Proxy.of(url).withUser(USER, new ClientSecret(PASSWORD));
  }

  /** Knows no name but the proxy's, as a machine behind a firewall. */
  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    if (!host.equals("127.0.0.1")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  private static Auth0Settings through(Auth0Proxy proxy, URI to) {
    return settings(
        to,
        Auth0Transport.defaults()
            .withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(8))
            .withProxy(proxy));
  }

  private static Auth0Client open(Auth0Proxy proxy, URI to) throws Exception {
    return Auth0Client.open(
        through(proxy, to), certificates.client(), TestClock.create(), ThroughProxyTest::lookUp);
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

  private static Verdict unreachable(ConnectFault why) {
    return new LoginOutcome.Unanswered(new ProviderFault.Unreachable(why));
  }

  @Test
  void logins_go_through_one_way_and_the_tenant_sees_nothing_of_the_proxys_password()
      throws Exception {
    try (ScriptedServer server = ScriptedServer.start(tenant, GRANT);
        TinyProxy proxy = TinyProxy.start(folder, LOGIN);
        Auth0Client auth0 = open(known(proxy.url()), server.uri())) {

      var first = logIn(auth0);
      var second = logIn(auth0);

      assertThat(first).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(second).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(proxy.connects(server.port())).isEqualTo(1);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests())
          .allMatch(it -> it.requestLine().equals("POST /oauth/token HTTP/1.1"))
          .allMatch(it -> it.header("proxy-authorization").isEmpty())
          .allMatch(it -> it.header("auth0-forwarded-for").equals(List.of("203.0.113.7")));
    }
  }

  @Test
  void every_other_call_of_the_client_goes_through_it_too() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(tenant, GRANT);
        TinyProxy proxy = TinyProxy.start(folder);
        Auth0Client auth0 = open(Auth0Proxy.of(proxy.url()), server.uri())) {

      var unused = auth0.prove(Vector.of(new ClientSecret("s")));
      var unusedToo =
          auth0.refreshTokens().renew(new RefreshToken("r"), Option.none(), client("203.0.113.7"));

      assertThat(server.requests()).hasSize(2);
      assertThat(proxy.connects(server.port())).isEqualTo(1);
    }
  }

  @Test
  void a_proxy_that_knows_no_such_user_or_password_opens_no_way() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(tenant, GRANT);
        TinyProxy proxy = TinyProxy.start(folder, LOGIN);
        Auth0Client without = open(Auth0Proxy.of(proxy.url()), server.uri());
        Auth0Client wrong =
            open(
                Auth0Proxy.of(proxy.url()).withUser(USER, new ClientSecret("another")),
                server.uri())) {

      assertThat(logIn(without)).isEqualTo(unreachable(ConnectFault.PROXY_REFUSED));
      assertThat(logIn(wrong)).isEqualTo(unreachable(ConnectFault.PROXY_REFUSED));
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void a_tenant_that_the_proxy_cannot_reach_is_unreachable() throws Exception {
    int closed = closedPort();
    try (TinyProxy proxy = TinyProxy.start(folder);
        Auth0Client auth0 =
            open(Auth0Proxy.of(proxy.url()), URI.create("https://localhost:" + closed))) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.PROXY_REFUSED));
      assertThat(proxy.connects(closed)).isEqualTo(1);
    }
  }

  @Test
  void a_server_with_another_name_gets_no_byte_through_a_proxy_either() throws Exception {
    SSLContext other = certificates.server("other", "elsewhere.example.com");
    try (ScriptedServer server = ScriptedServer.start(other, GRANT);
        TinyProxy proxy = TinyProxy.start(folder);
        Auth0Client auth0 = open(Auth0Proxy.of(proxy.url()), server.uri())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.TLS_FAILED));
      assertThat(server.bytesReceived()).isZero();
    }
  }

  @Test
  void a_login_that_is_lost_behind_the_proxy_is_not_sent_again() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                tenant,
                wire -> {
                  wire.readRequest();
                  wire.reset();
                },
                GRANT);
        TinyProxy proxy = TinyProxy.start(folder);
        Auth0Client auth0 = open(Auth0Proxy.of(proxy.url()), server.uri())) {

      var lost = logIn(auth0);

      assertThat(lost)
          .isEqualTo(
              new LoginOutcome.Unanswered(
                  new ProviderFault.NoAnswer(NoAnswerFault.CONNECTION_LOST)));
      assertThat(server.requests()).hasSize(1);
      assertThat(proxy.connects(server.port())).isEqualTo(1);
    }
  }

  @Test
  void a_way_that_was_closed_meanwhile_is_opened_again_for_the_next_login() throws Exception {
    Script once =
        wire -> {
          wire.readRequest();
          wire.send(answer(200, Auth0Fixtures.GRANTED)).fin();
        };
    try (ScriptedServer server = ScriptedServer.start(tenant, once);
        TinyProxy proxy = TinyProxy.start(folder);
        Auth0Client auth0 = open(Auth0Proxy.of(proxy.url()), server.uri())) {
      assertThat(logIn(auth0)).isInstanceOf(LoginOutcome.Granted.class);
      // Until the end has come through the proxy.
      TimeUnit.MILLISECONDS.sleep(300);

      assertThat(logIn(auth0)).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(server.requests()).hasSize(2);
      assertThat(proxy.connects(server.port())).isEqualTo(2);
    }
  }

  @Test
  void a_tenant_that_is_reached_directly_does_not_pass_the_proxy() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(tenant, GRANT);
        TinyProxy proxy = TinyProxy.start(folder)) {
      Auth0Proxy notForIt = Auth0Proxy.of(proxy.url()).without(Vector.of("localhost"));
      Auth0Settings settings = through(notForIt, server.uri());
      try (Auth0Client auth0 =
          Auth0Client.open(settings, certificates.client(), TestClock.create())) {

        assertThat(logIn(auth0)).isInstanceOf(LoginOutcome.Granted.class);
        assertThat(server.requests()).hasSize(1);
        assertThat(proxy.connects(server.port())).isZero();
      }
    }
  }

  @Test
  void a_dead_proxy_is_not_passed_by() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(tenant, GRANT);
        Auth0Client auth0 =
            open(Auth0Proxy.of(URI.create("http://127.0.0.1:" + closedPort())), server.uri())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.CONNECT_REFUSED));
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void an_unknown_proxy_is_not_passed_by() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(tenant, GRANT);
        Auth0Client auth0 =
            open(Auth0Proxy.of(URI.create("http://proxy.invalid:3128")), server.uri())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.UNKNOWN_HOST));
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n",
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno\n",
        "HTTP/1.0 502 Bad Gateway\r\n\r\n",
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\nand more",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nX: y",
        ""
      })
  void a_proxy_that_opens_no_way_gets_one_connect_and_no_login(String reply) throws Exception {
    Script refusing =
        wire -> {
          wire.readRequest();
          wire.send(reply);
        };
    try (ScriptedServer proxy = ScriptedServer.start(refusing);
        ScriptedServer server = ScriptedServer.start(tenant, GRANT);
        Auth0Client auth0 =
            open(known(URI.create("http://127.0.0.1:" + proxy.port())), server.uri())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.PROXY_REFUSED));
      assertThat(server.connections()).isZero();
      assertThat(proxy.requests())
          .extracting(Received::requestLine)
          .containsExactly("CONNECT localhost:" + server.port() + " HTTP/1.1");
      assertThat(proxy.requests().getFirst().header("host"))
          .containsExactly("localhost:" + server.port());
      assertThat(proxy.requests().getFirst().header("proxy-authorization"))
          .containsExactly(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_connection_to_a_proxy_that_opens_no_way_is_closed(boolean secure) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Script refusing =
        wire -> {
          wire.readRequest();
          wire.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
          wire.awaitEnd();
          closed.countDown();
        };
    try (ScriptedServer proxy = ScriptedServer.start(refusing);
        ScriptedServer server =
            secure ? ScriptedServer.start(tenant, GRANT) : ScriptedServer.start(GRANT);
        Auth0Client auth0 =
            open(known(URI.create("http://127.0.0.1:" + proxy.port())), server.uri())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.PROXY_REFUSED));
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void a_proxy_that_hangs_or_drips_is_given_up_in_time(boolean drips) throws Exception {
    Script slow =
        wire -> {
          wire.readRequest();
          if (drips) {
            wire.drip("HTTP/1.1 200 OK\r\n" + "X-Filler: yes\r\n".repeat(90));
          } else {
            wire.hang();
          }
        };
    try (ScriptedServer proxy = ScriptedServer.start(slow);
        ScriptedServer server = ScriptedServer.start(tenant, GRANT);
        Auth0Client auth0 =
            open(known(URI.create("http://127.0.0.1:" + proxy.port())), server.uri())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.CONNECT_TIMED_OUT));
      assertThat(proxy.requests()).hasSize(1);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void the_proxys_password_is_in_no_text() throws Exception {
    Auth0Proxy proxy = known(URI.create("http://proxy.example.com:3128"));

    assertThat(proxy + " " + through(proxy, URI.create("https://tenant.example.com")).transport())
        .contains("proxy.example.com:3128")
        .doesNotContain(PASSWORD, proxy.authorization().get());
    assertThatThrownBy(() -> Auth0Proxy.of(URI.create("http://u:" + PASSWORD + "@h:1")))
        .hasMessageContaining("http://HOST:PORT")
        .hasMessageNotContaining(PASSWORD);
  }

  @ParameterizedTest
  @CsvSource({
    "example.eu.auth0.com,   auth0.com,            false",
    "example.eu.auth0.com,   .auth0.com,           false",
    "example.eu.auth0.com,   EXAMPLE.eu.auth0.com, false",
    "example.eu.auth0.com,   0.com,                true",
    "example.eu.auth0.com,   other.eu.auth0.com,   true",
    "notauth0.com,           auth0.com,            true",
    "127.0.0.1,              127.0.0.1,            false",
    "[::1],                  ::1,                  false",
  })
  void a_name_is_excepted_with_those_below_it(String tenantHost, String excepted, boolean isFor) {
    Auth0Proxy proxy =
        Auth0Proxy.of(URI.create("http://proxy.example.com:3128")).without(Vector.of(excepted));

    assertThat(proxy.isFor(tenantHost)).isEqualTo(isFor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy.example.com:3128",
        "http://proxy.example.com",
        "http://proxy.example.com:0",
        "http://proxy.example.com:65536",
        "http://proxy.example.com:3128/path",
        "socks5://proxy.example.com:1080",
        "proxy.example.com:3128"
      })
  void what_is_no_url_of_a_proxy_is_refused(String url) {
    assertThatThrownBy(() -> Auth0Proxy.of(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
