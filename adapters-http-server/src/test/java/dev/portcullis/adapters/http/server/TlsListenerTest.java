package dev.portcullis.adapters.http.server;

import static dev.portcullis.adapters.http.server.tls.TestCertificates.EC;
import static dev.portcullis.adapters.http.server.tls.TestCertificates.RSA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.ListenAddress.Tcp;
import dev.portcullis.adapters.http.server.tls.TestCertificates;
import dev.portcullis.adapters.http.server.tls.TestCertificates.Issued;
import dev.portcullis.adapters.http.server.tls.TlsSettings;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.Asked;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.NotAsked;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS over real sockets, with the JDK's clients, openssl and curl. */
@Timeout(60)
class TlsListenerTest {

  /** New files are seen within two looks, four seconds. */
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private static final String XFF = "X-Forwarded-For: 203.0.113.7";
  private static final String SPIFFE = "spiffe://example.com/proxy";

  private final TestCertificates made;
  private final Issued host;
  private final TlsClient client;

  TlsListenerTest(@TempDir Path directory) {
    made = TestCertificates.in(directory.resolve("made"));
    host = made.host("localhost");
    client = TlsClient.trusting(made.authority());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_login_arrives_over_both_versions(String version) {
    try (TestGateway gateway = TestGateway.with(listener(TestGateway.xff(), new NotAsked()))) {
      String status = client.speaking(version).login(gateway.server().port(), XFF);

      assertThat(status).isEqualTo("403");
      assertThat(gateway.clients()).containsExactly("203.0.113.7");
    }
  }

  @Test
  void the_jdks_http_client_logs_in_and_keeps_its_connection() throws Exception {
    try (TestGateway gateway = TestGateway.with(listener(TestGateway.xff(), new NotAsked()));
        HttpClient http = HttpClient.newBuilder().sslContext(client.context()).build()) {
      HttpRequest login =
          HttpRequest.newBuilder(
                  URI.create("https://localhost:" + gateway.server().port() + "/api/auth"))
              .header("X-Forwarded-For", "203.0.113.7")
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"username\":\"ada@example.com\",\"password\":\"p\"}"))
              .build();

      HttpResponse<String> first = http.send(login, HttpResponse.BodyHandlers.ofString());
      HttpResponse<String> second = http.send(login, HttpResponse.BodyHandlers.ofString());

      assertThat(first.statusCode()).isEqualTo(403);
      assertThat(second.statusCode()).isEqualTo(403);
      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(gateway.clients()).hasSize(2);
    }
  }

  @Test
  void curl_logs_in() {
    try (TestGateway gateway = TestGateway.with(listener(TestGateway.xff(), new NotAsked()))) {
      String status =
          Program.run(
              "curl -s -o /dev/null -w %{http_code} --cacert "
                  + made.authority()
                  + " -H X-Forwarded-For:203.0.113.7 -d username=a -d password=b"
                  + " https://localhost:"
                  + gateway.server().port()
                  + "/api/auth");

      assertThat(status).isEqualTo("403");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1 -cipher ALL:@SECLEVEL=0,                       alert protocol version",
    "-tls1_1 -cipher ALL:@SECLEVEL=0,                     alert protocol version",
    "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256,           alert handshake failure",
    "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256,           alert handshake failure",
    "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256,       Verify return code: 0",
    "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256,         Verify return code: 0",
    "-tls1_3,                                             Verify return code: 0"
  })
  void older_versions_and_weak_suites_are_refused(String options, String said) {
    Issued rsa = made.issue("rsa", RSA, "/O=RSA", "-addext subjectAltName=DNS:localhost");
    TlsSettings tls = new TlsSettings(Vector.of(host.identity(), rsa.identity()), new NotAsked());
    try (TestGateway gateway = TestGateway.with(listener(TestGateway.xff(), tls))) {
      String output =
          Program.run(
              "openssl s_client -connect 127.0.0.1:"
                  + gateway.server().port()
                  + " -servername localhost -CAfile "
                  + made.authority()
                  + " "
                  + options);

      assertThat(output).contains(said);
      assertThat(gateway.httpRefusals())
          .hasSize(said.startsWith("alert") ? 1 : 0)
          .allMatch(it -> it == HttpRefusal.TLS_HANDSHAKE);
    }
  }

  @Test
  void the_servers_name_selects_the_certificate() {
    Issued other = made.host("other.example.com");
    TlsSettings tls = new TlsSettings(Vector.of(host.identity(), other.identity()), new NotAsked());
    try (TestGateway gateway = TestGateway.with(listener(TestGateway.xff(), tls))) {
      int port = gateway.server().port();

      assertThat(client.to("other.example.com").subject(port)).isEqualTo("CN=other.example.com");
      assertThat(client.to("localhost").subject(port)).isEqualTo("CN=localhost");
      assertThat(client.to("unknown.example.com").subject(port)).isEqualTo("CN=localhost");
    }
  }

  @Test
  void new_files_serve_new_connections_and_open_ones_stay() throws Exception {
    Issued fresh = made.issue("fresh", EC, "/CN=fresh", "-addext subjectAltName=DNS:localhost");
    try (TestGateway gateway = TestGateway.with(listener(TestGateway.xff(), new NotAsked()));
        SSLSocket open = client.connect(gateway.server().port())) {
      String before = TlsClient.ask(open, TestGateway.login(XFF));
      replace(fresh.certificate(), host.certificate());
      replace(fresh.key(), host.key());
      long end = System.nanoTime() + WITHIN.toNanos();
      while (!client.subject(gateway.server().port()).equals("CN=fresh")
          && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      String after = TlsClient.ask(open, TestGateway.login(XFF));

      assertThat(before).isEqualTo("403");
      assertThat(after).isEqualTo("403");
      assertThat(client.login(gateway.server().port(), XFF)).isEqualTo("403");
    }
  }

  @Test
  void a_session_is_not_resumed_once_its_authority_is_replaced() throws Exception {
    TestCertificates others = TestCertificates.in(made.authority().resolveSibling("others"));
    Path authorities = Files.copy(made.authority(), made.authority().resolveSibling("clients.pem"));
    TlsClient proxy = with(proxy("proxy.example.com"));
    try (TestGateway gateway =
        TestGateway.with(listener(certified(), new Asked(authorities, true)))) {
      int port = gateway.server().port();
      String before = proxy.login(port, XFF);
      replace(others.authority(), authorities);
      long end = System.nanoTime() + WITHIN.toNanos();
      String after = proxy.login(port, XFF);
      while (after.equals("403") && System.nanoTime() < end) {
        after = proxy.login(port, XFF);
      }

      assertThat(before).isEqualTo("403");
      assertThat(after).isEqualTo("refused");
    }
  }

  @Test
  void a_listed_certificate_is_a_trusted_proxys_from_any_address() {
    try (TestGateway gateway =
        TestGateway.with(listener(certified(), new Asked(made.authority(), false)))) {
      int port = gateway.server().port();

      String byName = with(proxy("proxy.example.com")).login(port, XFF);
      String byUri = with(spiffe()).login(port, XFF);
      String overTls12 = with(spiffe()).speaking("TLSv1.2").login(port, XFF);

      assertThat(Vector.of(byName, byUri, overTls12)).allMatch("403"::equals);
      assertThat(gateway.clients()).containsOnly("203.0.113.7").hasSize(3);
    }
  }

  @Test
  void a_resumed_session_shows_the_same_certificate() {
    try (TestGateway gateway =
        TestGateway.with(listener(certified(), new Asked(made.authority(), true)))) {
      TlsClient proxy = with(proxy("proxy.example.com"));
      TlsClient older = with(proxy("proxy.example.com")).speaking("TLSv1.2");

      for (int i = 0; i < 3; i++) {
        assertThat(proxy.login(gateway.server().port(), XFF)).isEqualTo("403");
        assertThat(older.login(gateway.server().port(), XFF)).isEqualTo("403");
      }
    }
  }

  @Test
  void a_certificate_that_is_missing_or_not_listed_makes_nobody_a_proxy() {
    try (TestGateway gateway =
        TestGateway.with(listener(certified(), new Asked(made.authority(), false)))) {
      int port = gateway.server().port();

      String without = client.login(port, XFF);
      String unlisted = with(proxy("other.example.com")).login(port, XFF);

      assertThat(without).isEqualTo("400");
      assertThat(unlisted).isEqualTo("400");
      assertThat(gateway.clients()).isEmpty();
      assertThat(gateway.refusals()).containsExactly("untrusted-peer", "untrusted-peer");
    }
  }

  @Test
  void a_certificate_is_not_read_where_none_is_asked_for() {
    try (TestGateway gateway = TestGateway.with(listener(certified(), new NotAsked()))) {
      String status = with(proxy("proxy.example.com")).login(gateway.server().port(), XFF);

      assertThat(status).isEqualTo("400");
      assertThat(gateway.clients()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void without_a_required_certificate_nobody_gets_in(String version) {
    try (TestGateway gateway =
        TestGateway.with(listener(TestGateway.xff(), new Asked(made.authority(), true)))) {
      String status = client.speaking(version).login(gateway.server().port(), XFF);

      assertThat(status).isEqualTo("refused");
      assertThat(gateway.clients()).isEmpty();
      assertThat(gateway.httpRefusals()).containsExactly(HttpRefusal.TLS_HANDSHAKE);
    }
  }

  @Test
  void a_certificate_of_another_authority_or_for_another_use_is_refused() {
    TestCertificates others = TestCertificates.in(made.authority().resolveSibling("others"));
    Issued foreign = others.issue("a", EC, "/CN=a", "-addext subjectAltName=DNS:proxy.example.com");
    Issued server =
        made.issue(
            "server",
            EC,
            "/CN=a",
            "-addext subjectAltName=DNS:proxy.example.com -addext extendedKeyUsage=serverAuth");
    try (TestGateway gateway =
        TestGateway.with(listener(certified(), new Asked(made.authority(), false)))) {
      int port = gateway.server().port();

      assertThat(with(foreign).login(port, XFF)).isEqualTo("refused");
      assertThat(with(server).login(port, XFF)).isEqualTo("refused");
      assertThat(gateway.clients()).isEmpty();
    }
  }

  @Test
  void a_proxy_known_by_its_certificate_is_not_limited_by_address() throws Exception {
    HttpLimits limits = TestGateway.LIMITS.withConnectionsPerAddress(1);
    TlsClient proxy = with(proxy("proxy.example.com"));
    try (TestGateway gateway =
            TestGateway.within(limits, listener(certified(), new Asked(made.authority(), false)));
        SSLSocket first = proxy.connect(gateway.server().port())) {
      // Once it is answered, the gateway has seen its certificate.
      String trusted = TlsClient.ask(first, TestGateway.login(XFF));
      try (SSLSocket second = proxy.connect(gateway.server().port())) {
        String trustedToo = TlsClient.ask(second, TestGateway.login(XFF));
        try (SSLSocket third = client.connect(gateway.server().port())) {
          String unknown = TlsClient.ask(third, TestGateway.login(XFF));
          String oneTooMany = client.login(gateway.server().port());

          assertThat(Vector.of(trusted, trustedToo)).containsExactly("403", "403");
          assertThat(unknown).isEqualTo("400");
          assertThat(oneTooMany).isEqualTo("refused");
        }
      }
    }
  }

  @Test
  void a_proxy_header_stands_before_tls() throws Exception {
    ClientAddressPolicy policy =
        TestGateway.proxied(new AddressSource.ProxyProtocol(), Duration.ofSeconds(3));
    try (TestGateway gateway = TestGateway.with(listener(policy, new NotAsked()));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.server().port())) {
      socket.getOutputStream().write(ProxyHeaders.v2("2111", ProxyHeaders.INET));
      try (SSLSocket tls = client.over(socket)) {
        String first = TlsClient.ask(tls, TestGateway.login());
        String second = TlsClient.ask(tls, TestGateway.login());

        assertThat(first).isEqualTo("403");
        assertThat(second).isEqualTo("403");
        assertThat(gateway.clients()).containsExactly("203.0.113.7", "203.0.113.7");
      }
    }
  }

  @Test
  void behind_a_balancer_the_certificate_is_that_of_the_tls_client() throws Exception {
    ClientAddressPolicy policy =
        TestGateway.proxied(new AddressSource.XForwardedFor(), Duration.ofSeconds(3))
            .withTrustedProxies(IpRangeSet.EMPTY)
            .withTrustedCertificates(names());
    try (TestGateway gateway =
        TestGateway.with(listener(policy, new Asked(made.authority(), false)))) {
      String listed = behindBalancer(gateway, with(proxy("proxy.example.com")));
      String none = behindBalancer(gateway, client);

      assertThat(listed).isEqualTo("403");
      assertThat(none).isEqualTo("400");
      assertThat(gateway.clients()).containsExactly("198.51.100.9");
    }
  }

  @Test
  void http_on_a_port_with_tls_is_closed_and_counted() throws Exception {
    try (TestGateway gateway = TestGateway.with(listener(TestGateway.xff(), new NotAsked()))) {
      String answer = gateway.talk("users", TestGateway.login(XFF));

      assertThat(answer).doesNotContain("HTTP/1.1");
      assertThat(gateway.clients()).isEmpty();
      assertThat(gateway.httpRefusals()).containsExactly(HttpRefusal.TLS_HANDSHAKE);
    }
  }

  @Test
  void a_client_that_only_opens_the_port_is_no_refusal() throws Exception {
    try (TestGateway gateway = TestGateway.with(listener(TestGateway.xff(), new NotAsked()))) {
      gateway.talk("users");
      String status = client.login(gateway.server().port(), XFF);

      assertThat(status).isEqualTo("403");
      assertThat(gateway.httpRefusals()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16030100", "160301020001"})
  void a_handshake_has_as_long_as_a_head(String start) throws Exception {
    HttpLimits limits = TestGateway.LIMITS.withHead(Duration.ofSeconds(2));
    try (TestGateway gateway =
            TestGateway.within(limits, listener(TestGateway.xff(), new NotAsked()));
        Socket socket = gateway.connect("users")) {
      socket.getOutputStream().write(ProxyHeaders.hex(start));

      String answers = TestGateway.answers(socket);

      assertThat(answers).doesNotContain("HTTP");
    }
  }

  @Test
  void a_head_is_late_over_tls_too() throws Exception {
    HttpLimits limits = TestGateway.LIMITS.withHead(Duration.ofSeconds(2));
    try (TestGateway gateway =
            TestGateway.within(limits, listener(TestGateway.xff(), new NotAsked()));
        SSLSocket socket = client.connect(gateway.server().port())) {
      String status = TlsClient.ask(socket, "POST /api/auth HTTP/1.1\r\n".getBytes(ISO_8859_1));

      assertThat(status).isEqualTo("408");
      assertThat(gateway.httpRefusals()).containsExactly(HttpRefusal.HEAD_TIMEOUT);
    }
  }

  private static String behindBalancer(TestGateway gateway, TlsClient client) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.server().port())) {
      socket.getOutputStream().write(ProxyHeaders.v2("2111", ProxyHeaders.INET));
      try (SSLSocket tls = client.over(socket)) {
        return TlsClient.ask(tls, TestGateway.login("X-Forwarded-For: 198.51.100.9"));
      }
    }
  }

  private Issued proxy(String name) {
    return made.issue(name, EC, "/CN=ignored", "-addext subjectAltName=DNS:" + name);
  }

  private Issued spiffe() {
    return made.issue("spiffe", EC, "/O=Example", "-addext subjectAltName=URI:" + SPIFFE);
  }

  private TlsClient with(Issued own) {
    return TlsClient.trusting(made.authority(), Option.of(own));
  }

  private static HashSet<CertificateName> names() {
    return HashSet.of("proxy.example.com", SPIFFE).map(CertificateName::new);
  }

  /** No address is a proxy's. */
  private static ClientAddressPolicy certified() {
    return ClientAddressPolicy.behind(IpRangeSet.EMPTY)
        .withPrivateResult(TestGateway.users())
        .withTrustedCertificates(names());
  }

  private UserListener listener(ClientAddressPolicy policy, ClientCertificates clients) {
    return listener(policy, new TlsSettings(Vector.of(host.identity()), clients));
  }

  private static UserListener listener(ClientAddressPolicy policy, TlsSettings tls) {
    return new UserListener(
        "users",
        new Listener(new Tcp("127.0.0.1", 0), Option.of(tls)),
        new AddressSettings(policy, "v1", TraceMode.OFF, Option.none()));
  }

  private static void replace(Path fresh, Path old) throws IOException {
    Files.copy(fresh, old, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
