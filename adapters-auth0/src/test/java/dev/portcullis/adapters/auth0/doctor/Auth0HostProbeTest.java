package dev.portcullis.adapters.auth0.doctor;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.adapters.auth0.transport.TestCertificates;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.Host.Credentials;
import dev.portcullis.doctor.tenant.Host.Reach;
import dev.portcullis.doctor.tenant.Host.SecretProof;
import dev.portcullis.testkit.TestClock;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.io.IOException;
import java.net.ServerSocket;
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
