package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TransportTest {

  @TempDir private static Path certificates = Path.of(".");

  private Auth0Emulator emulator = Auth0Emulator.start(settings().withTls(certificates));

  @AfterEach
  void stop() {
    emulator.close();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_client_that_trusts_the_file_logs_in_over_tls(Version version) throws Exception {
    try (Client client = secure(version)) {
      Answer first = client.logIn(ALICE, ALICE_PASSWORD, "203.0.113.7");
      Answer second = client.logIn(ALICE, "wrong", "203.0.113.7");

      assertThat(first.status()).isEqualTo(200);
      assertThat(second.verdict()).isEqualTo("403 invalid_grant");
      assertThat(List.of(first.response().version(), second.response().version()))
          .containsOnly(version);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void the_certificate_is_for_every_name_of_this_machine(String host) throws Exception {
    emulator.close();
    String listening = host.equals("[::1]") ? "::1" : "127.0.0.1";
    emulator = Auth0Emulator.start(settings().withHost(listening).withTls(certificates));
    URI uri = URI.create("https://" + host + ":" + emulator.port());

    try (Client client = new Client(emulator, trusting(Version.HTTP_2), uri)) {
      assertThat(client.get("/.well-known/jwks.json").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void the_tenants_own_form_is_known_over_every_version(Version version) throws Exception {
    try (Client client = secure(version)) {
      HostedClient browser = new HostedClient(client);
      browser.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
      Map<String, String> confirmed = Map.of("confirm", "yes");

      Answer foreign =
          browser.post("/oidc/logout", confirmed, "Origin", "https://evil.example.com");
      Answer own = browser.post("/oidc/logout", confirmed, "Origin", emulator.baseUri().toString());

      assertThat(foreign.body()).contains("<h1>Log out?</h1>");
      assertThat(own.body()).contains("You are logged out");
    }
  }

  @Test
  void a_client_that_does_not_trust_the_file_is_not_answered() {
    try (Client client = new Client(emulator)) {
      assertThatThrownBy(() -> client.get("/.well-known/jwks.json"))
          .hasCauseInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void the_issuer_and_all_links_are_https_for_requests_over_either_scheme() throws Exception {
    try (Client plain = new Client(emulator, trusting(Version.HTTP_1_1), emulator.httpUri())) {
      String issuer = plain.get("/.well-known/openid-configuration").json().path("issuer").asText();
      plain.post(
          "/dbconnections/change_password",
          "application/json",
          "{\"email\":\""
              + ALICE
              + "\",\"connection\":\"Username-Password-Authentication\",\"client_id\":\""
              + DemoTenant.GATEWAY_CLIENT_ID
              + "\"}");

      assertThat(emulator.httpUri().getScheme()).isEqualTo("http");
      assertThat(emulator.issuer()).startsWith("https://127.0.0.1:").isEqualTo(issuer);
      assertThat(emulator.tenant().mails())
          .singleElement()
          .extracting(mail -> mail.content().orElseThrow().reveal())
          .asString()
          .startsWith(issuer);
    }
  }

  @Test
  void without_tls_there_is_http_alone() {
    try (Auth0Emulator plain = Auth0Emulator.start(settings())) {
      assertThat(plain.baseUri()).isEqualTo(plain.httpUri());
      assertThat(plain.baseUri().getScheme()).isEqualTo("http");
      assertThat(plain.caFile()).isEmpty();
    }
  }

  @Test
  void http_2_is_had_in_the_clear_by_an_upgrade() throws Exception {
    try (Client client = new Client(emulator, trusting(Version.HTTP_2), emulator.httpUri())) {
      Answer upgraded = client.get("/.well-known/jwks.json");
      Answer login = client.logIn(ALICE, ALICE_PASSWORD, "203.0.113.7");

      assertThat(upgraded.response().version()).isEqualTo(Version.HTTP_2);
      assertThat(login.response().version()).isEqualTo(Version.HTTP_2);
      assertThat(login.status()).isEqualTo(200);
    }
  }

  @Test
  void a_body_that_is_too_large_is_refused_over_http_2_too() throws Exception {
    try (Client client = secure(Version.HTTP_2)) {
      Answer refused = client.post("/oauth/token", "application/json", "x".repeat(65_537));
      Answer next = client.logIn(ALICE, ALICE_PASSWORD, "203.0.113.7");

      assertThat(refused.status()).isEqualTo(413);
      assertThat(next.status()).isEqualTo(200);
    }
  }

  @Test
  void the_token_endpoint_takes_chunks() throws Exception {
    String body =
        "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"%s\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}"
            .formatted(
                ALICE,
                ALICE_PASSWORD,
                DemoTenant.GATEWAY_CLIENT_ID,
                DemoTenant.GATEWAY_CLIENT_SECRET);
    String request =
        "POST /oauth/token HTTP/1.1\r\nHost: tenant\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(body.length())
            + "\r\n"
            + body
            + "\r\n0\r\n\r\n";

    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), emulator.httpUri().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));

      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 200")
          .contains("access_token");
    }
  }

  @Test
  void a_reset_reaches_the_client_as_a_reset() throws Exception {
    prepare("reset");

    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), emulator.httpUri().getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "POST /oauth/token HTTP/1.1\r\nHost: tenant\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(ISO_8859_1));

      assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, reset",
    "HTTP_1_1, half",
    "HTTP_1_1, none",
    "HTTP_2, reset",
    "HTTP_2, half",
    "HTTP_2, none"
  })
  void a_connection_breaks_over_tls_too(Version version, String delivery) throws Exception {
    prepare(delivery);

    try (Client client = secure(version)) {
      assertThatThrownBy(() -> client.logIn(ALICE, ALICE_PASSWORD, "203.0.113.7"))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(client.logIn(ALICE, ALICE_PASSWORD, "203.0.113.7").status()).isEqualTo(200);
    }
  }

  @Test
  void a_port_for_https_that_is_taken_is_named_and_leaves_nothing_running() throws Exception {
    int http = freePort();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmulatorSettings both =
          settings().withPort(http).withTls(certificates).withHttpsPort(taken.getLocalPort());

      assertThatThrownBy(() -> Auth0Emulator.start(both))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), http).close())
          .isInstanceOf(IOException.class);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static EmulatorSettings settings() {
    return TestSettings.at(new TestClock());
  }

  private void prepare(String delivery) throws Exception {
    try (Client plain = new Client(emulator, trusting(Version.HTTP_1_1), emulator.httpUri())) {
      Answer answer =
          plain.post(
              "/emulator/next-answers",
              "application/json",
              "{\"delivery\":\"" + delivery + "\",\"body\":{\"error\":\"cut in the middle\"}}");
      assertThat(answer.status()).isEqualTo(204);
    }
  }

  private Client secure(Version version) throws Exception {
    return new Client(emulator, trusting(version), emulator.baseUri());
  }

  private HttpClient trusting(Version version) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(emulator.caFile().orElseThrow())) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().version(version).sslContext(context).build();
  }
}
