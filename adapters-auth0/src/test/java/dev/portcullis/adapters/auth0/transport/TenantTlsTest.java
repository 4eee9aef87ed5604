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
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.TenantTls;
import dev.portcullis.adapters.auth0.settings.TenantTls.Fault;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.testkit.TestClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authorities and a client certificate from files, before servers that ask for one. */
@Timeout(60)
class TenantTlsTest {

  /** This server closes each connection after its answer, so that every login opens another. */
  private static final Script GRANT =
      wire -> {
        wire.readRequest();
        wire.send(answer(200, Auth0Fixtures.GRANTED, "Connection: close\r\n"));
      };

  @TempDir private static Path folder = Path.of(".");

  @TempDir private static Path elsewhere = Path.of(".");

  @SuppressWarnings("NullAway.Init")
  private static TestCertificates certificates;

  @SuppressWarnings("NullAway.Init")
  private static SSLContext tenant;

  @SuppressWarnings("NullAway.Init")
  private static Path authority;

  @SuppressWarnings("NullAway.Init")
  private static Path chain;

  @SuppressWarnings("NullAway.Init")
  private static Path key;

  @BeforeAll
  static void certificates() throws Exception {
    certificates = new TestCertificates(folder);
    tenant = certificates.server("tenant", "localhost");
    authority = certificates.authorityFile();
    chain = certificates.certificateFile("gateway", "gateway.example.com");
    key = certificates.keyFile("gateway");
  }

  private static Auth0Transport transport(TenantTls tls) {
    return Auth0Transport.defaults()
        .withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(8))
        .withTls(tls);
  }

  private static Auth0Client open(Auth0Transport transport, URI to) {
    return Auth0Client.open(
        settings(to, transport), Auth0Fixtures.defaultTls(), TestClock.create());
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

  @Test
  void a_tenant_is_trusted_by_the_authorities_of_the_file_alone() throws Exception {
    Path other = new TestCertificates(elsewhere).authorityFile();
    try (ScriptedServer server = ScriptedServer.start(tenant, GRANT);
        Auth0Client trusting =
            open(transport(TenantTls.javas().withAuthorities(authority)), server.uri());
        Auth0Client trustingOthers =
            open(transport(TenantTls.javas().withAuthorities(other)), server.uri())) {

      assertThat(logIn(trustingOthers))
          .isEqualTo(
              new LoginOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.TLS_FAILED)));
      assertThat(server.bytesReceived()).isZero();
      assertThat(logIn(trusting)).isInstanceOf(LoginOutcome.Granted.class);
    }
  }

  @Test
  void an_edge_that_asks_for_a_certificate_gets_it_directly_and_through_a_proxy() throws Exception {
    TenantTls tls = TenantTls.javas().withAuthorities(authority).withClientCertificate(chain, key);
    try (ScriptedServer server = ScriptedServer.askingForCertificates(tenant, GRANT);
        TinyProxy proxy = TinyProxy.start(folder);
        Auth0Client direct = open(transport(tls), server.uri());
        Auth0Client through =
            open(transport(tls).withProxy(Auth0Proxy.of(proxy.url())), server.uri())) {

      assertThat(logIn(direct)).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(logIn(through)).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(server.clientNames())
          .containsExactly("CN=gateway.example.com", "CN=gateway.example.com");
      assertThat(proxy.connects(server.port())).isEqualTo(1);
    }
  }

  @Test
  void without_a_certificate_that_edge_gets_no_login() throws Exception {
    try (ScriptedServer server = ScriptedServer.askingForCertificates(tenant, GRANT);
        Auth0Client auth0 =
            open(transport(TenantTls.javas().withAuthorities(authority)), server.uri())) {

      assertThat(logIn(auth0)).isInstanceOf(LoginOutcome.Unanswered.class);
      assertThat(server.bytesReceived()).isZero();
    }
  }

  @Test
  void new_files_serve_new_connections_and_files_that_cannot_be_used_change_nothing()
      throws Exception {
    Path chainInUse = copy(chain, "in-use.pem");
    Path keyInUse = copy(key, "in-use.key");
    TenantTls tls =
        TenantTls.javas().withAuthorities(authority).withClientCertificate(chainInUse, keyInUse);
    Path nextChain = certificates.certificateFile("next", "next.example.com");
    Path nextKey = certificates.keyFile("next");
    try (ScriptedServer server = ScriptedServer.askingForCertificates(tenant, GRANT);
        Auth0Client auth0 = open(transport(tls), server.uri())) {
      assertThat(logIn(auth0)).isInstanceOf(LoginOutcome.Granted.class);

      // The key still belongs to the certificate before it.
      copy(nextChain, "in-use.pem");
      TimeUnit.MILLISECONDS.sleep(2500);
      assertThat(logIn(auth0)).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(server.clientNames().getLast()).isEqualTo("CN=gateway.example.com");

      copy(nextKey, "in-use.key");
      for (int i = 0;
          i < 50 && !server.clientNames().getLast().equals("CN=next.example.com");
          i++) {
        TimeUnit.MILLISECONDS.sleep(200);
        assertThat(logIn(auth0)).isInstanceOf(LoginOutcome.Granted.class);
      }
      assertThat(server.clientNames().getLast()).isEqualTo("CN=next.example.com");
    }
  }

  private static Path copy(Path from, String name) throws Exception {
    return Files.copy(from, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  @ParameterizedTest
  @CsvSource({
    "nothing,   gateway.pem, gateway.key, trust,              no such file",
    "text,      gateway.pem, gateway.key, trust,              no certificate in",
    "damaged,   gateway.pem, gateway.key, trust,              certificate 1 in",
    "authority.pem, nothing, gateway.key, client-certificate, no such file",
    "authority.pem, gateway.pem, nothing, client-key,         no such file",
    "authority.pem, gateway.pem, pkcs1,   client-key,         no private key in PKCS#8",
    "authority.pem, gateway.pem, locked,  client-key,         no private key in PKCS#8",
    "authority.pem, gateway.pem, other.key, client-key,       does not belong to",
    "authority.pem, old.pem,     old.key, client-certificate, expired on",
    "authority.pem, future.pem,  future.key, client-certificate, is not valid before",
  })
  void a_file_that_cannot_be_used_is_named_with_its_setting(
      String trust, String certificate, String keyFile, String setting, String problem)
      throws Exception {
    write("text", "no PEM");
    write("damaged", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    write("pkcs1", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    write(
        "locked",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
    made("other");
    made("old", "-startdate", "-10d", "-validity", "2");
    made("future", "-startdate", "+10d");
    TenantTls tls =
        TenantTls.javas()
            .withAuthorities(folder.resolve(trust))
            .withClientCertificate(folder.resolve(certificate), folder.resolve(keyFile));

    Fault fault = tls.fault(Instant.now()).get();

    assertThat(fault.setting()).isEqualTo(setting);
    assertThat(fault.problem()).contains(problem);
    assertThat(fault.fix()).isNotEmpty();
    if (!certificate.startsWith("old") && !certificate.startsWith("future")) {
      assertThatThrownBy(tls::context)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(problem);
    }
  }

  @Test
  void files_that_can_be_used_have_no_fault() {
    TenantTls tls = TenantTls.javas().withAuthorities(authority).withClientCertificate(chain, key);

    assertThat(tls.fault(Instant.now())).isEmpty();
    assertThat(tls.expiry().get()).isAfter(Instant.now());
  }

  private static void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  /** Once for all cases. */
  private static void made(String name, String... options) throws Exception {
    if (!Files.exists(folder.resolve(name + ".key"))) {
      certificates.certificateFile(name, name + ".example.com", options);
      certificates.keyFile(name);
    }
  }
}
