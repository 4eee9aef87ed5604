package dev.portcullis.adapters.auth0.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.BindingCode;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OneTimePassword;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MfaAnswersTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final MfaProof OTP = new MfaProof.Otp(new OneTimePassword("1"));
  private static final MfaProof TEXT =
      new MfaProof.Oob(new OobCode("o"), Option.of(new BindingCode("1")));
  private static final MfaProof PUSH = new MfaProof.Oob(new OobCode("o"), Option.none());
  private static final MfaProof RECOVERY = new MfaProof.Recovery(new RecoveryCode("1"));

  static Stream<Arguments> verifications() {
    MfaOutcome wrong = new MfaOutcome.WrongCode();
    MfaOutcome rejected = new MfaOutcome.PushRejected();
    MfaOutcome expired = new MfaOutcome.LoginExpired();
    String turnedDown = "MFA Authorization rejected.";
    return Stream.of(
        Arguments.of(OTP, 403, "invalid_grant", "Invalid otp_code.", wrong),
        Arguments.of(OTP, 401, "invalid_grant", "Invalid otp_code.", wrong),
        Arguments.of(TEXT, 403, "invalid_grant", "Invalid binding_code.", wrong),
        Arguments.of(
            PUSH, 400, "invalid_request", "Missing required parameter: binding_code", wrong),
        Arguments.of(RECOVERY, 403, "invalid_grant", turnedDown, wrong),
        Arguments.of(PUSH, 403, "invalid_grant", turnedDown, rejected),
        Arguments.of(PUSH, 400, "access_denied", turnedDown, rejected),
        Arguments.of(PUSH, 403, "access_denied", turnedDown, rejected),
        Arguments.of(OTP, 403, "access_denied", "Sundays.", new MfaOutcome.Denied("Sundays.")),
        Arguments.of(PUSH, 400, "authorization_pending", "", new MfaOutcome.AuthorizationPending()),
        Arguments.of(PUSH, 400, "slow_down", "", new MfaOutcome.SlowDown()),
        Arguments.of(OTP, 403, "expired_token", "mfa_token is expired", expired),
        Arguments.of(OTP, 401, "expired_token", "mfa_token is expired", expired),
        Arguments.of(OTP, 403, "invalid_grant", "Malformed mfa_token", expired),
        Arguments.of(OTP, 400, "invalid_request", "mfa_token not issued to this client", expired),
        Arguments.of(OTP, 429, "too_many_attempts", "", new MfaOutcome.TooManyCodes()),
        Arguments.of(OTP, 403, "too_many_attempts", "", new MfaOutcome.TooManyCodes()),
        Arguments.of(OTP, 401, "unauthorized", "user is blocked", new MfaOutcome.UserBlocked()),
        Arguments.of(OTP, 403, "blocked_user", "", new MfaOutcome.UserBlocked()),
        Arguments.of(OTP, 401, "mfa_invalid_code", "", wrong),
        Arguments.of(OTP, 401, "a0.mfa_invalid_code", "", wrong),
        misconfigured(401, "access_denied", Misconfiguration.CLIENT_AUTHENTICATION),
        misconfigured(403, "unauthorized_client", Misconfiguration.MFA_NOT_ALLOWED),
        misconfigured(400, "unsupported_grant_type", Misconfiguration.MFA_NOT_ALLOWED),
        misconfigured(400, "invalid_request", Misconfiguration.REQUEST_REFUSED),
        Arguments.of(
            OTP,
            429,
            "too_many_requests",
            "",
            new MfaOutcome.Unanswered(new ProviderFault.RateLimited(Option.none()))),
        unintelligible(403, "something_new"),
        unavailable(500, "invalid_grant"),
        unintelligible(302, "slow_down"),
        unintelligible(200, "authorization_pending"));
  }

  @ParameterizedTest(name = "{1} {2} {3}")
  @MethodSource("verifications")
  void every_error_of_a_proof_has_its_meaning(
      MfaProof proof, int status, String code, String description, MfaOutcome meaning) {
    assertThat(MfaAnswers.verification(error(status, code, description), proof, NOW))
        .isEqualTo(meaning);
  }

  static Stream<Arguments> challenges() {
    ChallengeOutcome expired = new ChallengeOutcome.LoginExpired();
    ChallengeOutcome none = new ChallengeOutcome.FactorUnavailable();
    return Stream.of(
        Arguments.of(401, "association_required", "", new ChallengeOutcome.EnrollmentRequired()),
        Arguments.of(400, "association_required", "", new ChallengeOutcome.EnrollmentRequired()),
        Arguments.of(401, "unsupported_challenge_type", "", none),
        Arguments.of(400, "unsupported_challenge_type", "", none),
        Arguments.of(403, "expired_token", "", expired),
        Arguments.of(401, "expired_token", "", expired),
        Arguments.of(403, "invalid_grant", "Malformed mfa_token", expired),
        Arguments.of(400, "invalid_request", "mfa_token not issued to this client", expired),
        Arguments.of(429, "too_many_attempts", "", new ChallengeOutcome.TooManyCodes()),
        Arguments.of(403, "access_denied", "No.", new ChallengeOutcome.Denied("No.")),
        Arguments.of(
            401,
            "access_denied",
            "words",
            new ChallengeOutcome.Unanswered(
                new ProviderFault.Misconfigured(
                    Misconfiguration.CLIENT_AUTHENTICATION,
                    new ProviderError(401, "access_denied", "words")))),
        Arguments.of(
            400,
            "invalid_request",
            "words",
            new ChallengeOutcome.Unanswered(
                new ProviderFault.Misconfigured(
                    Misconfiguration.REQUEST_REFUSED,
                    new ProviderError(400, "invalid_request", "words")))),
        Arguments.of(
            500,
            "expired_token",
            "words",
            new ChallengeOutcome.Unanswered(
                new ProviderFault.Unavailable(new ProviderError(500, "expired_token", "words")))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("challenges")
  void every_error_of_a_challenge_has_its_meaning(
      int status, String code, String description, ChallengeOutcome meaning) {
    assertThat(MfaAnswers.challenge(error(status, code, description), NOW)).isEqualTo(meaning);
  }

  static Stream<Arguments> enrollments() {
    EnrollmentOutcome unavailable = new EnrollmentOutcome.FactorUnavailable();
    return Stream.of(
        Arguments.of(
            403,
            "access_denied",
            "User is already enrolled.",
            new EnrollmentOutcome.AlreadyEnrolled()),
        Arguments.of(403, "access_denied", "", unavailable),
        Arguments.of(400, "invalid_request", "Invalid phone number", unavailable),
        Arguments.of(401, "unsupported_challenge_type", "", unavailable),
        Arguments.of(403, "expired_token", "", new EnrollmentOutcome.LoginExpired()),
        Arguments.of(403, "invalid_grant", "", new EnrollmentOutcome.LoginExpired()),
        Arguments.of(429, "too_many_attempts", "", new EnrollmentOutcome.TooManyCodes()),
        Arguments.of(
            429,
            "too_many_requests",
            "",
            new EnrollmentOutcome.Unanswered(new ProviderFault.RateLimited(Option.none()))),
        Arguments.of(
            500,
            "access_denied",
            "words",
            new EnrollmentOutcome.Unanswered(
                new ProviderFault.Unavailable(new ProviderError(500, "access_denied", "words")))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("enrollments")
  void every_error_of_an_enrolment_has_its_meaning(
      int status, String code, String description, EnrollmentOutcome meaning) {
    assertThat(MfaAnswers.enrollment(error(status, code, description), new Enrollment.Otp(), NOW))
        .isEqualTo(meaning);
  }

  static Stream<Arguments> lists() {
    AuthenticatorsOutcome expired = new AuthenticatorsOutcome.LoginExpired();
    return Stream.of(
        Arguments.of(401, "expired_token", "mfa_token is expired", expired),
        Arguments.of(403, "expired_token", "mfa_token is expired", expired),
        Arguments.of(401, "invalid_grant", "Malformed mfa_token", expired),
        Arguments.of(403, "invalid_grant", "Malformed mfa_token", expired),
        Arguments.of(
            429,
            "too_many_requests",
            "",
            new AuthenticatorsOutcome.Unanswered(new ProviderFault.RateLimited(Option.none()))),
        Arguments.of(
            401,
            "access_denied",
            "words",
            new AuthenticatorsOutcome.Unanswered(
                new ProviderFault.Misconfigured(
                    Misconfiguration.CLIENT_AUTHENTICATION,
                    new ProviderError(401, "access_denied", "words")))),
        Arguments.of(
            500,
            "expired_token",
            "words",
            new AuthenticatorsOutcome.Unanswered(
                new ProviderFault.Unavailable(new ProviderError(500, "expired_token", "words")))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("lists")
  void every_error_of_a_list_of_factors_has_its_meaning(
      int status, String code, String description, AuthenticatorsOutcome meaning) {
    assertThat(MfaAnswers.authenticators(error(status, code, description), NOW)).isEqualTo(meaning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "5",
        "{\"challenge_type\":\"fax\"}",
        "{\"challenge_type\":\"oob\"}",
        "{\"challenge_type\":\"oob\",\"oob_code\":5}",
        "{\"challenge_type\":\"oob\",\"oob_code\":\"\\u0000\"}",
        "{\"secret\":\"s\"}",
        "{\"secret\":\"s\",\"barcode_uri\":\"\"}",
        "{\"challenge_type\":\"otp\",\"challenge_type\":\"oob\"}",
        "{\"challenge_type\":\"otp\",\"error\":\"expired_token\"}",
        "{\"secret\":\"s\",\"barcode_uri\":\"otpauth://totp/x\",\"error\":\"access_denied\"}",
        "{\"oob_code\":\"o\",\"error\":\"access_denied\"}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"error\":\"invalid_grant\"}"
      })
  void a_success_without_what_it_is_about_is_none(String body) {
    HttpReply reply = reply(200, body);

    assertThat(MfaAnswers.challenge(reply, NOW)).isInstanceOf(ChallengeOutcome.Unanswered.class);
    assertThat(MfaAnswers.enrollment(reply, new Enrollment.Otp(), NOW))
        .isInstanceOf(EnrollmentOutcome.Unanswered.class);
    assertThat(MfaAnswers.enrollment(reply, new Enrollment.Email(), NOW))
        .isInstanceOf(EnrollmentOutcome.Unanswered.class);
    assertThat(MfaAnswers.verification(reply, OTP, NOW)).isInstanceOf(MfaOutcome.Unanswered.class);
  }

  @Test
  void of_the_factors_only_sound_and_active_ones_are_told() {
    HttpReply reply =
        reply(
            200,
            """
            [{"id":"totp|dev_1","authenticator_type":"otp","active":true},
             {"id":"sms|dev_2","authenticator_type":"oob","oob_channel":"sms",
              "name":"XXXX\\u202e9167","active":true},
             {"id":"sms|dev_3","authenticator_type":"oob","active":false},
             {"id":"recovery-code|dev_4","authenticator_type":"recovery-code","active":true},
             {"id":"<script>","authenticator_type":"otp","active":true},
             {"id":"x","authenticator_type":"fax","active":true}, 7, null]\
            """);

    var known = (AuthenticatorsOutcome.Listed) MfaAnswers.authenticators(reply, NOW);

    assertThat(known.authenticators().map(each -> each.id().value()))
        .containsExactly("totp|dev_1", "sms|dev_2", "recovery-code|dev_4");
    assertThat(known.authenticators().get(1).name()).containsExactly("XXXX9167");
  }

  @Property
  void random_bytes_have_an_answer(
      @ForAll @IntRange(min = 100, max = 599) int status, @ForAll @Size(max = 300) byte[] body) {
    HttpReply reply = new HttpReply(status, Option.none(), Option.none(), Option.none(), body);

    assertThat(MfaAnswers.verification(reply, PUSH, NOW)).isNotNull();
    assertThat(MfaAnswers.challenge(reply, NOW)).isNotNull();
    assertThat(MfaAnswers.enrollment(reply, new Enrollment.Otp(), NOW)).isNotNull();
    assertThat(MfaAnswers.authenticators(reply, NOW)).isNotNull();
  }

  private static Arguments misconfigured(int status, String code, Misconfiguration what) {
    return Arguments.of(
        OTP,
        status,
        code,
        "words",
        new MfaOutcome.Unanswered(
            new ProviderFault.Misconfigured(what, new ProviderError(status, code, "words"))));
  }

  private static Arguments unintelligible(int status, String code) {
    return Arguments.of(
        OTP,
        status,
        code,
        "words",
        new MfaOutcome.Unanswered(
            new ProviderFault.Unintelligible(new ProviderError(status, code, "words"))));
  }

  private static Arguments unavailable(int status, String code) {
    return Arguments.of(
        OTP,
        status,
        code,
        "words",
        new MfaOutcome.Unanswered(
            new ProviderFault.Unavailable(new ProviderError(status, code, "words"))));
  }

  private static HttpReply error(int status, String code, String description) {
    return reply(
        status, "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\"}");
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(
        status, Option.none(), Option.none(), Option.none(), body.getBytes(StandardCharsets.UTF_8));
  }
}
