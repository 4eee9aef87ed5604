package dev.portcullis.adapters.auth0.doctor;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.settings.Auth0Proxy;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TenantTls;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.adapters.auth0.transport.TestCertificates;
import dev.portcullis.adapters.auth0.transport.TinyProxy;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.Host.Credentials;
import dev.portcullis.doctor.tenant.Host.Reach;
import dev.portcullis.doctor.tenant.Host.SecretProof;
import dev.portcullis.testkit.TestClock;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class Auth0HostProbeTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

  @TempDir private Path elsewhere = Path.of(".");

  @SuppressWarnings("NullAway.Init")
  private static TestCertificates certificates;

  @BeforeAll
  static void certificates(@TempDir Path folder) throws IOException, GeneralSecurityException {
    certificates = new TestCertificates(folder);
  }

  @Test
  void a_trusted_certificate_is_reported_with_its_expiry() throws Exception {
    SSLContext tenant = certificates.server("tenant", "localhost");
    try (ScriptedServer server = ScriptedServer.start(tenant, replying(403, ""))) {

      Host host = read(server.uri(), certificates.client());

      Reach.Answers answers = answers(host);
      assertThat(answers.certificate().get().expires()).isAfter(NOW);
      assertThat(answers.certificate().get().subject()).isNotEmpty();
      assertThat(answers.names().addresses()).contains("127.0.0.1");
    }
  }

  @Test
  void a_certificate_of_an_unknown_issuer_or_for_another_name_is_not_trusted() throws Exception {
    SSLContext other = certificates.server("other", "elsewhere.example.com");
    try (ScriptedServer server = ScriptedServer.start(other, replying(403, ""))) {

      Host unknownIssuer = read(server.uri(), Auth0Fixtures.defaultTls());
      Host misnamed = read(server.uri(), certificates.client());

      assertThat(notTrusted(unknownIssuer)).contains("an authority that this Java does not trust");
      assertThat(notTrusted(misnamed)).contains("another name than localhost");
      assertThat(server.bytesReceived()).isZero();
    }
  }

  @Test
  void the_authorities_of_a_file_are_named_if_they_do_not_sign_the_certificate() throws Exception {
    SSLContext tenant = certificates.server("signed", "localhost");
    Path other = new TestCertificates(elsewhere).authorityFile();
    try (ScriptedServer server = ScriptedServer.start(tenant, replying(403, ""))) {

      Host trusted = read(with(TenantTls.javas().withAuthorities(authority()), server.uri()));
      Host unknown = read(with(TenantTls.javas().withAuthorities(other), server.uri()));
      Host javas = read(server.uri(), Auth0Fixtures.defaultTls());

      assertThat(answers(trusted).certificate()).hasSize(1);
      assertThat(notTrusted(unknown)).contains("no authority of the file auth0.trust");
      assertThat(notTrusted(javas)).contains("something on the way inspects TLS");
    }
  }

  @Test
  void a_tenant_that_closes_in_the_handshake_is_reported_as_such() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread closing =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket socket = server.accept()) {
                      int unused = socket.getInputStream().read();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      TenantTls tls = TenantTls.javas().withAuthorities(authority());

      Host host = read(with(tls, URI.create("https://localhost:" + server.getLocalPort())));

      assertThat(notTrusted(host)).isEqualTo("it closed the connection in the TLS handshake");
      closing.join();
    }
  }

  @Test
  void a_tenant_that_asks_for_a_certificate_is_reported_as_such() throws Exception {
    SSLContext tenant = certificates.server("asking", "localhost");
    Path chain = certificates.certificateFile("probe", "probe.example.com");
    Path key = certificates.keyFile("probe");
    TestCertificates others = new TestCertificates(elsewhere);
    Path unknownChain = others.certificateFile("probe", "probe.example.com");
    Path unknownKey = others.keyFile("probe");
    TenantTls tls = TenantTls.javas().withAuthorities(authority());
    try (ScriptedServer server = ScriptedServer.askingForCertificates(tenant, replying(403, ""))) {

      Host without = read(with(tls, server.uri()));
      Host unknown = read(with(tls.withClientCertificate(unknownChain, unknownKey), server.uri()));
      Host known = read(with(tls.withClientCertificate(chain, key), server.uri()));

      assertThat(notTrusted(without))
          .isEqualTo(
              "it asks for a client certificate: set auth0.client-certificate and"
                  + " auth0.client-key");
      // The server closes with what it has not read, which may overtake its alert.
      assertThat(notTrusted(unknown))
          .isIn(
              "it refuses the certificate of auth0.client-certificate",
              "it closed the connection in the TLS handshake; it may refuse the certificate of"
                  + " auth0.client-certificate");
      assertThat(answers(known).certificate()).hasSize(1);
    }
  }

  @Test
  void a_file_of_tls_that_is_missing_is_reported() {
    TenantTls tls = TenantTls.javas().withAuthorities(elsewhere.resolve("nowhere.pem"));
    try (ScriptedServer server = ScriptedServer.start(replying(403, ""))) {

      Host host = read(with(tls, URI.create("https://localhost:" + server.port())));

      assertThat(notTrusted(host)).startsWith("no such file: " + elsewhere.resolve("nowhere.pem"));
    }
  }

  @Test
  void a_tenant_behind_a_real_proxy_is_read_through_it() throws Exception {
    SSLContext tenant = certificates.server("behind", "localhost");
    try (ScriptedServer server = ScriptedServer.start(tenant, replying(403, ""));
        TinyProxy proxy = TinyProxy.start(elsewhere)) {

      Host host = read(through(proxy.url(), server.uri()), certificates.client());
      Host misnamed =
          read(
              through(proxy.url(), URI.create("https://127.0.0.1:" + server.port())),
              certificates.client());

      assertThat(answers(host).certificate()).hasSize(1);
      assertThat(answers(host).proofs().head().result().get()).hasToString("Accepted[]");
      assertThat(proxy.connects(server.port())).isEqualTo(2);
      assertThat(notTrusted(misnamed))
          .contains("another name than 127.0.0.1", ", through the proxy 127.0.0.1:");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 407 No, asks for a user and a password (407): set auth0.proxy.user",
    "HTTP/1.1 401 No, asks for a user and a password (401): set auth0.proxy.user",
    "HTTP/1.1 403 No, opens no way to tenant.example.com:443 (403)",
    "HTTP/1.1 502 No, opens no way to tenant.example.com:443 (502)",
    "SSH-2.0-OpenSSH, 'was lost, or that is no HTTP proxy'",
  })
  void a_proxy_that_opens_no_way_is_named_with_its_answer(String line, String words) {
    try (ScriptedServer proxy =
        ScriptedServer.start(
            wire -> {
              wire.readRequest();
              wire.send(line + "\r\n\r\n");
            })) {
      URI url = URI.create("http://localhost:" + proxy.port());

      Host host =
          read(through(url, URI.create("https://tenant.example.com")), Auth0Fixtures.defaultTls());

      assertThat(noAnswer(host)).contains("localhost:" + proxy.port(), words);
      assertThat(proxy.requests()).hasSize(1);
    }
  }

  @Test
  void a_proxy_that_is_silent_dead_or_without_an_address_is_named() throws IOException {
    int free;
    try (ServerSocket closed = new ServerSocket(0)) {
      free = closed.getLocalPort();
    }
    URI tenant = URI.create("https://tenant.example.com");
    try (ScriptedServer silent =
        ScriptedServer.start(
            wire -> {
              wire.readRequest();
              wire.hang();
            })) {

      Host late =
          read(
              through(URI.create("http://localhost:" + silent.port()), tenant),
              Auth0Fixtures.defaultTls());
      Host dead =
          read(through(URI.create("http://localhost:" + free), tenant), Auth0Fixtures.defaultTls());
      Host nowhere =
          read(
              through(URI.create("http://nowhere.invalid:3128"), tenant),
              Auth0Fixtures.defaultTls());

      assertThat(noAnswer(late))
          .isEqualTo(
              "the tenant did not answer within 1000 ms, through the proxy localhost:"
                  + silent.port());
      assertThat(noAnswer(dead))
          .isEqualTo("the proxy localhost:" + free + " refuses the connection");
      assertThat(nowhere.reach())
          .isEqualTo(
              new Reach.NoName(
                  "the proxy nowhere.invalid has no address: check auth0.proxy.url and the DNS"));
    }
  }

  private static Path authority() throws IOException, GeneralSecurityException {
    return certificates.authorityFile();
  }

  private static Auth0Settings with(TenantTls tls, URI tenant) {
    return Auth0Fixtures.settings(
        tenant, Auth0Fixtures.transport(Auth0Fixtures.CALL_TIMEOUT).withTls(tls));
  }

  private static Auth0Settings through(URI proxy, URI tenant) {
    return Auth0Fixtures.settings(
        tenant,
        Auth0Fixtures.transport(Auth0Fixtures.CALL_TIMEOUT).withProxy(Auth0Proxy.of(proxy)));
  }

  private static Host read(Auth0Settings settings) {
    return read(settings, Auth0Fixtures.defaultTls());
  }

  @Test
  void a_name_without_an_address_is_reported() {
    Host host = read(URI.create("https://nowhere.invalid"), Auth0Fixtures.defaultTls());

    assertThat(host.reach())
        .isEqualTo(
            new Reach.NoName("nowhere.invalid has no address: check auth0.domain and the DNS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void a_tenant_that_is_down_is_reported_in_words(String scheme) throws IOException {
    int free;
    try (ServerSocket closed = new ServerSocket(0)) {
      free = closed.getLocalPort();
    }

    Host host = read(URI.create(scheme + "://localhost:" + free), Auth0Fixtures.defaultTls());

    assertThat(noAnswer(host)).isEqualTo("the tenant refuses the connection");
  }

  @Test
  void a_server_without_tls_is_reported_in_words() {
    try (ScriptedServer server =
        ScriptedServer.start(wire -> wire.send("HTTP/1.1 400 No\r\n\r\n").hang())) {

      Host host =
          read(URI.create("https://localhost:" + server.port()), Auth0Fixtures.defaultTls());

      assertThat(notTrusted(host)).startsWith("TLS failed: what answers there speaks no TLS");
    }
  }

  @Test
  void a_tenant_that_accepts_and_says_nothing_is_reported_in_words() {
    Script silence =
        wire -> {
          wire.readRequest();
          wire.hang();
        };
    try (ScriptedServer server = ScriptedServer.start(silence)) {

      Host host = read(server.uri(), Auth0Fixtures.defaultTls());

      assertThat(noAnswer(host)).isEqualTo("the tenant did not answer in time");
    }
  }

  @Test
  void the_tenants_clock_is_compared_with_ours() {
    try (ScriptedServer server =
        ScriptedServer.start(replying(403, "Date: Thu, 15 Jan 2026 10:31:30 GMT\r\n"))) {

      Host host = read(server.uri(), Auth0Fixtures.defaultTls());

      assertThat(answers(host).skew()).isEqualTo(Either.right(Duration.ofSeconds(90)));
      assertThat(answers(host).certificate()).isEmpty();
      assertThat(host.isEmulated()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"401, Refused[]", "403, Accepted[]", "400, Accepted[]"})
  void id_and_secret_are_tried_without_a_login(int status, String credentials) {
    try (ScriptedServer server = ScriptedServer.start(replying(status, ""))) {

      Host host = read(server.uri(), Auth0Fixtures.defaultTls());

      assertThat(answers(host).proofs().head().result().get()).hasToString(credentials);
      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().getFirst().parameter("grant_type"))
          .containsExactly("refresh_token");
      assertThat(server.requests().getFirst().parameter("username")).isEmpty();
      assertThat(server.requests().getFirst().header("auth0-forwarded-for")).isEmpty();
    }
  }

  @Test
  void another_answer_leaves_id_and_secret_unchecked() {
    try (ScriptedServer server = ScriptedServer.start(replying(429, ""))) {

      Host host = read(server.uri(), Auth0Fixtures.defaultTls());

      assertThat(answers(host).proofs().head().result().getLeft()).contains("429");
    }
  }

  @Test
  void a_tenant_that_sends_the_secret_back_does_not_get_it_printed() {
    Script echo =
        wire -> {
          String sent = wire.readRequest().parameter("client_secret").getFirst();
          wire.send(answer(500, "{\"error\":\"" + sent + "\"}"));
        };
    try (ScriptedServer server = ScriptedServer.start(echo)) {

      Host host = read(server.uri(), Auth0Fixtures.defaultTls());

      assertThat(host.toString()).contains("500").doesNotContain(Auth0Fixtures.SECRET);
    }
  }

  @Test
  void each_of_two_secrets_is_tried_by_itself() {
    try (ScriptedServer server =
        ScriptedServer.start(
            wire -> {
              boolean known =
                  wire.readRequest().parameter("client_secret").contains(Auth0Fixtures.SECRET);
              // This server closes each connection after its answer, and says so.
              wire.send(answer(known ? 403 : 401, Auth0Fixtures.WRONG, "Connection: close\r\n"));
            })) {
      Auth0Settings settings = Auth0Fixtures.settings(server.uri());
      ClientSecret other = new ClientSecret("no-longer-the-secret");

      Reach.Answers old =
          answers(read(settings.withOldClientSecret(other), Auth0Fixtures.defaultTls()));
      Reach.Answers fresh =
          answers(
              read(
                  Auth0Settings.of(settings.tenant(), settings.clientId(), other)
                      .withOldClientSecret(settings.clientSecret()),
                  Auth0Fixtures.defaultTls()));

      assertThat(old.proofs())
          .containsExactly(
              new SecretProof("auth0.client-secret", Either.right(new Credentials.Accepted())),
              new SecretProof("auth0.old-client-secret", Either.right(new Credentials.Refused())));
      assertThat(fresh.proofs())
          .containsExactly(
              new SecretProof("auth0.client-secret", Either.right(new Credentials.Refused())),
              new SecretProof("auth0.old-client-secret", Either.right(new Credentials.Accepted())));
    }
  }

  private static Reach.Answers answers(Host host) {
    return (Reach.Answers) host.reach();
  }

  private static String notTrusted(Host host) {
    return ((Reach.NotTrusted) host.reach()).why();
  }

  private static String noAnswer(Host host) {
    return ((Reach.NoAnswer) host.reach()).why();
  }

  private static Script replying(int status, String headers) {
    return wire -> {
      wire.readRequest();
      wire.send(answer(status, Auth0Fixtures.WRONG, headers));
    };
  }

  private static Host read(URI tenant, SSLContext tls) {
    return read(Auth0Fixtures.settings(tenant), tls);
  }

  private static Host read(Auth0Settings settings, SSLContext tls) {
    return new Auth0HostProbe(settings, tls, TestClock.at(NOW), Vector::empty).read();
  }
}
