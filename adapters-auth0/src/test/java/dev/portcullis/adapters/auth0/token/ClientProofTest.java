package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.testkit.Fixtures.client;
import static dev.portcullis.testkit.Fixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.TenantFixture;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.TestClock;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ClientProofTest extends TenantFixture {

  private static final ClientSecret OLD = new ClientSecret("old-secret");
  private static final ClientSecret NEW = new ClientSecret("new-secret");

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "401, access_denied, refused",
    "401, invalid_client, refused",
    "400, invalid_client, refused",
    "403, invalid_client, refused",
    "403, unauthorized_client, accepted",
    "401, unauthorized_client, accepted",
    "400, unauthorized_client, accepted",
    "403, access_denied, accepted",
    "400, access_denied, unknown",
    "400, invalid_request, unknown",
    "400, unsupported_grant_type, unknown",
    "501, unsupported_grant_type, unknown",
    "403, invalid_grant, unknown",
    "429, too_many_requests, unknown",
    "429, '', unknown",
    "500, server_error, unknown",
    "503, invalid_client, unknown",
    "302, unauthorized_client, unknown",
    "200, '', unknown",
    "401, '', unknown"
  })
  void each_answer_proves_what_it_says(int status, String code, String proof) {
    String body = code.isEmpty() ? "<html></html>" : "{\"error\":\"" + code + "\"}";

    ClientProof read = ClientAnswers.read(reply(status, body), Instant.EPOCH);

    assertThat(read.getClass().getSimpleName()).isEqualToIgnoringCase(proof);
  }

  @Test
  void a_token_proves_it_too() {
    ClientProof read = ClientAnswers.read(reply(200, Auth0Fixtures.GRANTED), Instant.EPOCH);

    assertThat(read).isEqualTo(new ClientProof.Accepted(0));
  }

  @Test
  void the_proof_is_no_login_and_asks_for_no_token() {
    ScriptedServer tenant = tenantWith("new-secret");

    ClientProof proof = open(tenant).prove(Vector.of(NEW));

    assertThat(proof).isEqualTo(new ClientProof.Accepted(0));
    Received request = tenant.requests().getFirst();
    assertThat(tenant.requests()).hasSize(1);
    assertThat(request.parameter("grant_type")).containsExactly("client_credentials");
    assertThat(request.parameter("audience")).containsExactly("urn%3Aportcullis%3Aclient-probe");
    assertThat(request.body()).doesNotContain("username", "password");
  }

  @Test
  void of_two_secrets_the_accepted_one_is_used_and_each_login_is_sent_once() {
    ScriptedServer tenant = tenantWith("old-secret");
    Auth0Client auth0 = open(tenant);

    ClientProof proof = auth0.prove(Vector.of(NEW, OLD));
    Verdict login = logIn(auth0);

    assertThat(proof).isEqualTo(new ClientProof.Accepted(1));
    assertThat(login).isEqualTo(new LoginOutcome.WrongCredentials());
    assertThat(logins(tenant)).hasSize(1);
    assertThat(logins(tenant).getFirst().parameter("client_secret")).containsExactly("old-secret");
  }

  @Test
  void a_second_factor_is_asked_for_with_the_accepted_secret() {
    ScriptedServer tenant = tenantWith("old-secret");
    Auth0Client auth0 = open(tenant);

    ClientProof proof = auth0.prove(Vector.of(NEW, OLD));
    ProviderReply<ChallengeOutcome> unused =
        auth0.mfaProvider().challenge(new MfaToken("t"), Option.none(), Option.none());

    assertThat(proof).isEqualTo(new ClientProof.Accepted(1));
    assertThat(tenant.requests().getLast().requestLine()).startsWith("POST /mfa/challenge ");
    assertThat(tenant.requests().getLast().body()).contains("\"client_secret\":\"old-secret\"");
  }

  @Test
  void a_login_that_is_refused_for_the_secret_is_not_sent_with_the_other_one() {
    ScriptedServer tenant = tenantWith("another-secret");
    Auth0Client auth0 = open(tenant);

    ClientProof proof = auth0.prove(Vector.of(NEW, OLD));
    Verdict login = logIn(auth0);

    assertThat(proof).isInstanceOf(ClientProof.Refused.class);
    assertThat(((LoginOutcome) login).code()).isEqualTo(OutcomeCode.MISCONFIGURED);
    assertThat(logins(tenant)).hasSize(1);
    assertThat(logins(tenant).getFirst().parameter("client_secret"))
        .containsExactly(Auth0Fixtures.SECRET);
  }

  @Test
  void the_first_login_uses_the_connection_that_the_proof_opened() {
    ScriptedServer tenant = tenantWith("new-secret");
    Auth0Client auth0 = open(tenant);

    ClientProof proof = auth0.prove(Vector.of(NEW));
    Verdict login = logIn(auth0);

    assertThat(proof).isInstanceOf(ClientProof.Accepted.class);
    assertThat(login).isEqualTo(new LoginOutcome.WrongCredentials());
    assertThat(tenant.connections()).isEqualTo(1);
  }

  @Test
  void an_application_with_basic_authentication_proves_its_secret_in_the_header() {
    ScriptedServer tenant =
        answering(request -> answer(403, "{\"error\":\"unauthorized_client\"}"));
    Auth0Client auth0 =
        open(
            tenant,
            settings ->
                settings.withClientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC));

    ClientProof proof = auth0.prove(Vector.of(OLD));
    Verdict unused = logIn(auth0);

    assertThat(proof).isInstanceOf(ClientProof.Accepted.class);
    assertThat(tenant.requests())
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.body()).doesNotContain("client_secret");
              assertThat(
                      new String(
                          Base64.getDecoder()
                              .decode(request.header("authorization").getFirst().substring(6)),
                          StandardCharsets.US_ASCII))
                  .isEqualTo(Auth0Fixtures.CLIENT_ID + ":old-secret");
            });
  }

  @Test
  void a_tenant_that_cannot_be_reached_proves_nothing() {
    ClientProof proof = open(unreachable()).prove(Vector.of(NEW, OLD));

    assertThat(proof)
        .isInstanceOfSatisfying(
            ClientProof.Unknown.class,
            unknown -> assertThat(unknown.why()).isInstanceOf(ProviderFault.Unreachable.class));
  }

  @ParameterizedTest
  @CsvSource({"1, ACCEPTED", "2, UNKNOWN"})
  void a_tenant_that_cannot_be_reached_is_asked_a_second_time_and_no_third(
      int failures, String proof) {
    ScriptedServer tenant = tenantWith("new-secret");
    AtomicInteger lookups = new AtomicInteger();
    try (Auth0Client auth0 =
        Auth0Client.open(
            Auth0Fixtures.settings(URI.create("http://localhost:" + tenant.port())),
            Auth0Fixtures.defaultTls(),
            TestClock.create(),
            host -> {
              if (lookups.incrementAndGet() <= failures) {
                throw new UnknownHostException(host);
              }
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            })) {

      ClientProof proved = auth0.prove(Vector.of(NEW, OLD));

      assertThat(proved.getClass().getSimpleName()).isEqualToIgnoringCase(proof);
      assertThat(lookups).hasValue(2);
    }
  }

  /** Refuses the application unless it has this secret, then every password. */
  private ScriptedServer tenantWith(String secret) {
    return answering(
        request -> {
          if (!request.parameter("client_secret").equals(List.of(secret))) {
            return answer(401, "{\"error\":\"access_denied\"}");
          }
          return isLogin(request)
              ? answer(403, Auth0Fixtures.WRONG)
              : answer(403, "{\"error\":\"unauthorized_client\"}");
        });
  }

  private static List<Received> logins(ScriptedServer tenant) {
    return tenant.requests().stream().filter(ClientProofTest::isLogin).toList();
  }

  private static boolean isLogin(Received request) {
    return !request.parameter("username").isEmpty();
  }

  private static Verdict logIn(Auth0Client auth0) {
    return auth0
        .credentialVerifier()
        .verify(credentials("ada", "a password"), GrantRequest.AS_CONFIGURED, client("203.0.113.7"))
        .answer();
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(
        status, Option.none(), Option.none(), Option.none(), body.getBytes(StandardCharsets.UTF_8));
  }
}
