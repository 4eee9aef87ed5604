package dev.portcullis.adapters.auth0.mfa;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.testkit.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.domain.mfa.AuthenticatorId;
import dev.portcullis.domain.mfa.BindingCode;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OneTimePassword;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.PhoneNumber;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.MfaProviderContract;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Auth0MfaProviderContractTest implements MfaProviderContract {

  private static final String CREDENTIALS =
      "&client_id=" + Auth0Fixtures.CLIENT_ID + "&client_secret=" + Auth0Fixtures.SECRET;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @Override
  public MfaProvider provider(Situation situation) {
    ScriptedServer tenant = serve(tenant(situation));
    if (situation == Situation.UNREACHABLE) {
      tenant.close();
    }
    return open(
        tenant,
        situation == Situation.SILENT ? Duration.ofMillis(400) : Duration.ofSeconds(15),
        ClientAuthentication.CLIENT_SECRET_POST);
  }

  @Test
  void the_factors_are_asked_for_without_a_body_and_with_the_mfa_token() {
    ScriptedServer tenant = serve(tenant(Situation.ENROLLED));

    open(tenant, Duration.ofSeconds(15), ClientAuthentication.CLIENT_SECRET_BASIC)
        .authenticators(new MfaToken("mfa-token"));

    Received request = tenant.requests().getFirst();
    assertThat(request.requestLine()).isEqualTo("GET /mfa/authenticators HTTP/1.1");
    assertThat(request.header("authorization")).containsExactly("Bearer mfa-token");
    assertThat(request.header("content-length")).isEmpty();
  }

  @Test
  void a_challenge_is_asked_for_with_the_applications_credentials() {
    ScriptedServer tenant = serve(tenant(Situation.ENROLLED));
    MfaProvider post =
        open(tenant, Duration.ofSeconds(15), ClientAuthentication.CLIENT_SECRET_POST);
    MfaProvider basic =
        open(tenant, Duration.ofSeconds(15), ClientAuthentication.CLIENT_SECRET_BASIC);

    post.challenge(new MfaToken("a\"b"), Option.none(), Option.none());
    basic.challenge(
        new MfaToken("a\"b"), Option.none(), Option.of(new AuthenticatorId("sms|dev_1")));

    assertThat(tenant.requests().get(0).body())
        .isEqualTo(
            "{\"client_id\":\""
                + Auth0Fixtures.CLIENT_ID
                + "\",\"client_secret\":\""
                + Auth0Fixtures.SECRET
                + "\",\"mfa_token\":\"a\\\"b\",\"challenge_type\":\"oob otp\"}");
    assertThat(tenant.requests().get(0).header("authorization")).isEmpty();
    assertThat(tenant.requests().get(1).body())
        .isEqualTo(
            "{\"mfa_token\":\"a\\\"b\",\"challenge_type\":\"oob otp\","
                + "\"authenticator_id\":\"sms|dev_1\"}");
    assertThat(tenant.requests().get(1).header("authorization").getFirst()).startsWith("Basic ");
  }

  @Test
  void each_factor_is_enrolled_in_this_way() {
    ScriptedServer tenant = serve(tenant(Situation.NOT_ENROLLED));
    MfaProvider provider =
        open(tenant, Duration.ofSeconds(15), ClientAuthentication.CLIENT_SECRET_POST);

    provider.enroll(new MfaToken("t"), new Enrollment.Otp());
    provider.enroll(new MfaToken("t"), new Enrollment.Email());
    provider.enroll(new MfaToken("t"), new Enrollment.Sms(PhoneNumber.of("+15005550167").get()));

    assertThat(tenant.requests())
        .allMatch(request -> request.header("authorization").equals(List.of("Bearer t")))
        .extracting(Received::body)
        .containsExactly(
            "{\"authenticator_types\":[\"otp\"]}",
            "{\"authenticator_types\":[\"oob\"],\"oob_channels\":[\"email\"]}",
            "{\"authenticator_types\":[\"oob\"],\"oob_channels\":[\"sms\"],"
                + "\"phone_number\":\"+15005550167\"}");
  }

  @Test
  void each_proof_is_sent_in_this_way_with_the_end_users_address() {
    ScriptedServer tenant = serve(tenant(Situation.ENROLLED));
    MfaProvider provider =
        open(tenant, Duration.ofSeconds(15), ClientAuthentication.CLIENT_SECRET_POST);

    for (MfaProof proof :
        List.of(
            new MfaProof.Otp(new OneTimePassword("12 34")),
            new MfaProof.Oob(new OobCode("o"), Option.of(new BindingCode("b"))),
            new MfaProof.Oob(new OobCode("o"), Option.none()),
            new MfaProof.Recovery(new RecoveryCode("r")))) {
      provider.verify(new MfaToken("t"), proof, client("2001:db8::7"));
    }

    String grant = "grant_type=http%3A%2F%2Fauth0.com%2Foauth%2Fgrant-type%2Fmfa-";
    assertThat(tenant.requests())
        .allMatch(request -> request.header("auth0-forwarded-for").equals(List.of("2001:db8::7")))
        .extracting(Received::body)
        .containsExactly(
            grant + "otp" + CREDENTIALS + "&otp=12+34&mfa_token=t",
            grant + "oob" + CREDENTIALS + "&oob_code=o&binding_code=b&mfa_token=t",
            grant + "oob" + CREDENTIALS + "&oob_code=o&mfa_token=t",
            grant + "recovery-code" + CREDENTIALS + "&recovery_code=r&mfa_token=t");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
  }

  private ScriptedServer serve(Script script) {
    ScriptedServer server = ScriptedServer.start(script);
    opened.add(server);
    return server;
  }

  private MfaProvider open(
      ScriptedServer tenant, Duration timeout, ClientAuthentication authentication) {
    Auth0Settings some = Auth0Fixtures.settings(tenant.uri(), Auth0Fixtures.transport(timeout));
    Auth0Client auth0 =
        Auth0Client.open(
            new Auth0Settings(
                some.tenant(),
                some.clientId(),
                some.clientSecret(),
                authentication,
                some.realm(),
                some.audience(),
                some.scope(),
                some.resetConnection(),
                some.transport()),
            Auth0Fixtures.defaultTls(),
            TestClock.create());
    opened.add(auth0);
    return auth0.mfaProvider();
  }

  private static Script tenant(Situation situation) {
    return wire -> {
      while (true) {
        Received request = wire.readRequest();
        switch (situation) {
          case SILENT -> wire.hang();
          case UNREACHABLE -> throw new AssertionError("not listening");
          case UNAVAILABLE -> wire.send(answer(503, ""));
          case UNINTELLIGIBLE -> wire.send(answer(200, "<html>Sign in</html>"));
          case RATE_LIMITED -> wire.send(answer(429, "{\"error\":\"too_many_requests\"}"));
          case GATEWAY_REFUSED -> wire.send(answer(401, "{\"error\":\"access_denied\"}"));
          case ENROLLED -> wire.send(said(request, true));
          case NOT_ENROLLED -> wire.send(said(request, false));
        }
      }
    };
  }

  private static String said(Received request, boolean enrolled) {
    String path = request.requestLine().split(" ", -1)[1];
    if ((request.body() + request.header("authorization")).contains("gone")) {
      return answer(403, "{\"error\":\"expired_token\"}");
    }
    return switch (path) {
      case "/mfa/authenticators" ->
          answer(
              200,
              enrolled
                  ? "[{\"id\":\"totp|dev_1\",\"authenticator_type\":\"otp\",\"active\":true}]"
                  : "[]");
      case "/mfa/challenge" -> {
        if (!enrolled) {
          yield answer(401, "{\"error\":\"association_required\"}");
        }
        yield answer(
            200,
            request.body().contains("\"challenge_type\":\"oob\"")
                ? "{\"challenge_type\":\"oob\",\"oob_code\":\"o\",\"binding_method\":\"prompt\"}"
                : "{\"challenge_type\":\"otp\"}");
      }
      case "/mfa/associate" ->
          enrolled
              ? answer(
                  403,
                  "{\"error\":\"access_denied\","
                      + "\"error_description\":\"User is already enrolled.\"}")
              : answer(
                  200,
                  "{\"secret\":\"JBSW\",\"barcode_uri\":\"otpauth://totp/x?secret=JBSW\","
                      + "\"oob_code\":\"o\",\"recovery_codes\":[\"r\"]}");
      default ->
          request.body().contains("=123456&")
              ? answer(
                  200,
                  "{\"access_token\":\"ey\",\"token_type\":\"Bearer\",\"recovery_code\":\"n\"}")
              : answer(
                  403, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid otp_code.\"}");
    };
  }
}
