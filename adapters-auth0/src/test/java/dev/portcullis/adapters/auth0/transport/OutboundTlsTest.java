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
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OutboundTlsTest {

  private static final String HOST = "tenant.example.com";

  private static final Script WRONG =
      wire -> {
        while (true) {
          wire.readRequest();
          wire.send(answer(403, Auth0Fixtures.WRONG));
        }
      };

  @SuppressWarnings("NullAway.Init")
  private static TestCertificates certificates;

  @SuppressWarnings("NullAway.Init")
  private static SSLContext tenant;

  @BeforeAll
  static void certificates(@TempDir Path folder) throws IOException, GeneralSecurityException {
    certificates = new TestCertificates(folder);
    tenant = certificates.server("tenant", HOST);
  }

  @Test
  void a_server_with_the_right_name_and_a_trusted_issuer_gets_the_login() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(tenant, WRONG);
        Auth0Client auth0 = open(server, certificates.client())) {

      var first = logIn(auth0);
      var second = logIn(auth0);

      assertThat(first).isEqualTo(new LoginOutcome.WrongCredentials());
      assertThat(second).isEqualTo(first);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.serverNames()).containsExactly(HOST);
    }
  }

  @Test
  void a_server_with_another_name_gets_no_byte() throws Exception {
    SSLContext other = certificates.server("other", "elsewhere.example.com");
    try (ScriptedServer server = ScriptedServer.start(other, WRONG);
        Auth0Client auth0 = open(server, certificates.client())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.TLS_FAILED));
      assertThat(server.bytesReceived()).isZero();
    }
  }

  @Test
  void a_server_of_an_issuer_that_is_not_trusted_gets_no_byte() {
    try (ScriptedServer server = ScriptedServer.start(tenant, WRONG);
        Auth0Client auth0 = open(server, Auth0Fixtures.defaultTls())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.TLS_FAILED));
      assertThat(server.bytesReceived()).isZero();
    }
  }

  @Test
  void a_server_whose_certificate_has_run_out_gets_no_byte() throws Exception {
    SSLContext expired =
        certificates.server("expired", HOST, "-startdate", "-10d", "-validity", "2");
    try (ScriptedServer server = ScriptedServer.start(expired, WRONG);
        Auth0Client auth0 = open(server, certificates.client())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.TLS_FAILED));
      assertThat(server.bytesReceived()).isZero();
    }
  }

  @Test
  void a_server_that_speaks_no_tls_gets_no_request() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(wire -> wire.send(answer(200, Auth0Fixtures.GRANTED)).hang());
        Auth0Client auth0 = open(server, certificates.client())) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.TLS_FAILED));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void a_handshake_that_stands_still_is_given_up() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(wire -> wire.awaitEnd());
        Auth0Client auth0 = open(server, certificates.client(), Duration.ofMillis(400))) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.CONNECT_TIMED_OUT));
    }
  }

  @Test
  void a_handshake_that_drips_is_given_up() throws Exception {
    String record = "\u0016\u0003\u0003@\u0000\u0002\u0000?\u00fc" + "x".repeat(16000);
    try (ScriptedServer server = ScriptedServer.start(wire -> wire.dripOver(record));
        Auth0Client auth0 = open(server, certificates.client(), Duration.ofMillis(400))) {

      assertThat(logIn(auth0)).isEqualTo(unreachable(ConnectFault.CONNECT_TIMED_OUT));
    }
  }

  @Test
  void an_answer_cut_short_below_tls_is_not_treated_as_complete() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                tenant,
                wire -> {
                  wire.readRequest();
                  wire.send("HTTP/1.1 403 Forbidden\r\n\r\n{\"error\":\"invalid_grant\"");
                  wire.cut();
                });
        Auth0Client auth0 = open(server, certificates.client())) {

      assertThat(logIn(auth0))
          .isEqualTo(
              new LoginOutcome.Unanswered(
                  new ProviderFault.Unintelligible(new ProviderError(403, "", ""))));
      assertThat(server.requests()).hasSize(1);
    }
  }

  /** With the longer one the surplus is left inside TLS, where the socket does not show it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 12_000})
  void an_unrequested_answer_inside_tls_is_not_used(int padding) throws Exception {
    String wrong = "{\"error\":\"invalid_grant\"" + " ".repeat(padding) + "}";
    try (ScriptedServer server =
            ScriptedServer.start(
                tenant,
                wire -> {
                  wire.readRequest();
                  wire.send(answer(403, wrong) + answer(200, Auth0Fixtures.GRANTED)).hang();
                },
                WRONG);
        Auth0Client auth0 = open(server, certificates.client())) {
      logIn(auth0);

      var second = logIn(auth0);

      assertThat(second).isEqualTo(new LoginOutcome.WrongCredentials());
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private static Auth0Client open(ScriptedServer server, SSLContext trust) {
    return open(server, trust, Duration.ofSeconds(20));
  }

  private static Auth0Client open(
      ScriptedServer server, SSLContext trust, Duration connectTimeout) {
    Auth0Transport transport =
        Auth0Transport.defaults()
            .withTimeouts(connectTimeout, Duration.ofSeconds(20))
            .withMaxConnections(8);
    return Auth0Client.open(
        settings(URI.create("https://" + HOST + ":" + server.port()), transport),
        trust,
        TestClock.create(),
        host -> new InetAddress[] {InetAddress.getLoopbackAddress()});
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
}
