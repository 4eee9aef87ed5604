package dev.portcullis.adapters.auth0.mfa;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.testkit.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.TenantFixture;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
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
import dev.portcullis.testkit.contract.MfaProviderContract;
import io.vavr.control.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

class Auth0MfaProviderContractTest extends TenantFixture implements MfaProviderContract {

  private static final String CREDENTIALS =
      "&client_id=" + Auth0Fixtures.CLIENT_ID + "&client_secret=" + Auth0Fixtures.SECRET;

  @Override
  public MfaProvider provider(Situation situation) {
    Auth0Client auth0 =
        switch (situation) {
          case UNREACHABLE -> open(unreachable());
          case SILENT -> openImpatient(answering(request -> SILENCE));
          default -> open(tenant(situation));
        };
    return auth0.mfaProvider();
  }

  @Test
  void the_factors_are_asked_for_without_a_body_and_with_the_mfa_token() {
    ScriptedServer tenant = tenant(Situation.ENROLLED);

    withBasic(tenant).authenticators(new MfaToken("mfa-token"));

    Received request = tenant.requests().getFirst();
    assertThat(request.requestLine()).isEqualTo("GET /mfa/authenticators HTTP/1.1");
    assertThat(request.header("authorization")).containsExactly("Bearer mfa-token");
    assertThat(request.header("content-length")).isEmpty();
    assertThat(request.header("content-type")).isEmpty();
  }

  @Test
  void a_challenge_is_asked_for_with_the_applications_credentials() {
    ScriptedServer tenant = tenant(Situation.ENROLLED);
    MfaProvider post = open(tenant).mfaProvider();
    MfaProvider basic = withBasic(tenant);

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
    ScriptedServer tenant = tenant(Situation.NOT_ENROLLED);
    MfaProvider provider = open(tenant).mfaProvider();

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
    ScriptedServer tenant = tenant(Situation.ENROLLED);
    MfaProvider provider = open(tenant).mfaProvider();

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

  private MfaProvider withBasic(ScriptedServer tenant) {
    return open(tenant, it -> it.withClientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC))
        .mfaProvider();
  }

  private ScriptedServer tenant(Situation situation) {
    return answering(
        request ->
            switch (situation) {
              case UNAVAILABLE -> answer(503, "");
              case UNINTELLIGIBLE -> answer(200, "<html>Sign in</html>");
              case RATE_LIMITED -> answer(429, "{\"error\":\"too_many_requests\"}");
              case GATEWAY_REFUSED -> answer(401, "{\"error\":\"access_denied\"}");
              case ENROLLED -> said(request, true);
              case NOT_ENROLLED -> said(request, false);
              case SILENT, UNREACHABLE -> throw new AssertionError(situation + " answers nothing");
            });
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
