package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.BindingCode;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeType;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OneTimePassword;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.token.MfaToken;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link MfaProvider} does. Implement it in a test class; the one method to write is
 * {@link #provider}.
 */
public interface MfaProviderContract {

  /** The mfa token that the provider knows, and the one valid code. */
  String TOKEN = "mfa-token";

  String CODE = "123456";

  /** How the provider behaves. */
  enum Situation {
    /** The user of the token has an authenticator app and texts. */
    ENROLLED(OutcomeCode.GRANTED),
    /** The user has no factor yet. */
    NOT_ENROLLED(OutcomeCode.GRANTED),
    RATE_LIMITED(OutcomeCode.RATE_LIMITED),
    /** Does not accept this gateway's own credentials. */
    GATEWAY_REFUSED(OutcomeCode.MISCONFIGURED),
    UNREACHABLE(OutcomeCode.UNREACHABLE),
    SILENT(OutcomeCode.NO_ANSWER),
    /** Reports a failure of its own. */
    UNAVAILABLE(OutcomeCode.UNAVAILABLE),
    UNINTELLIGIBLE(OutcomeCode.UNINTELLIGIBLE);

    private final OutcomeCode code;

    Situation(OutcomeCode code) {
      this.code = code;
    }

    /** How the verification of a right code ends in this situation. */
    public OutcomeCode code() {
      return code;
    }
  }

  /** A provider in {@code situation}. Called once per test; what it opens the test class closes. */
  MfaProvider provider(Situation situation);

  /**
   * How long a call may take at most: the adapter's own limit and a margin for a loaded machine.
   */
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  @Test
  default void the_right_code_ends_the_login_and_a_wrong_one_does_not() {
    MfaProvider provider = provider(Situation.ENROLLED);

    MfaOutcome wrong = verify(provider, TOKEN, otp("000000"));
    MfaOutcome right = verify(provider, TOKEN, otp(CODE));

    assertThat(wrong).isEqualTo(new MfaOutcome.WrongCode());
    assertThat(right).isInstanceOf(MfaOutcome.Granted.class);
  }

  @Test
  default void a_challenge_out_of_band_is_answered_with_its_code() {
    MfaProvider provider = provider(Situation.ENROLLED);

    var challenge =
        (ChallengeOutcome.OobSent)
            provider.challenge(token(), Option.of(ChallengeType.OOB), Option.none()).answer();
    MfaOutcome outcome =
        verify(
            provider,
            TOKEN,
            new MfaProof.Oob(challenge.oobCode(), Option.of(BindingCode.of(CODE).get())));

    assertThat(challenge.prompt()).isTrue();
    assertThat(outcome).isInstanceOf(MfaOutcome.Granted.class);
  }

  @Test
  default void an_app_needs_no_message() {
    var challenge =
        provider(Situation.ENROLLED)
            .challenge(token(), Option.of(ChallengeType.OTP), Option.none())
            .answer();

    assertThat(challenge).isEqualTo(new ChallengeOutcome.OtpExpected());
  }

  @Test
  default void a_recovery_code_is_followed_by_another() {
    MfaOutcome outcome =
        verify(
            provider(Situation.ENROLLED),
            TOKEN,
            new MfaProof.Recovery(RecoveryCode.of(CODE).get()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            MfaOutcome.Granted.class,
            granted -> assertThat(granted.newRecoveryCode().isDefined()).isTrue());
  }

  @Test
  default void a_user_without_a_factor_enrols_one_and_goes_on_with_it() {
    MfaProvider provider = provider(Situation.NOT_ENROLLED);

    var challenge = provider.challenge(token(), Option.none(), Option.none()).answer();
    var none = (AuthenticatorsOutcome.Listed) provider.authenticators(token()).answer();
    var enrolled =
        (EnrollmentOutcome.OtpEnrolled) provider.enroll(token(), new Enrollment.Otp()).answer();
    MfaOutcome outcome = verify(provider, TOKEN, otp(CODE));

    assertThat(challenge).isEqualTo(new ChallengeOutcome.EnrollmentRequired());
    assertThat(none.authenticators()).isEmpty();
    assertThat(enrolled.uri().value()).startsWith("otpauth://totp/");
    assertThat(enrolled.recoveryCodes()).isNotEmpty();
    assertThat(outcome).isInstanceOf(MfaOutcome.Granted.class);
  }

  @Test
  default void a_user_with_a_factor_enrols_no_other() {
    MfaProvider provider = provider(Situation.ENROLLED);

    var enrolment = provider.enroll(token(), new Enrollment.Email()).answer();
    var known = (AuthenticatorsOutcome.Listed) provider.authenticators(token()).answer();

    assertThat(enrolment).isEqualTo(new EnrollmentOutcome.AlreadyEnrolled());
    assertThat(known.authenticators()).isNotEmpty();
  }

  @Test
  default void a_login_that_waited_too_long_has_to_start_over() {
    MfaProvider provider = provider(Situation.ENROLLED);
    MfaToken gone = new MfaToken("gone");

    assertThat(verify(provider, "gone", otp(CODE))).isEqualTo(new MfaOutcome.LoginExpired());
    assertThat(provider.challenge(gone, Option.none(), Option.none()).answer())
        .isEqualTo(new ChallengeOutcome.LoginExpired());
    assertThat(provider.enroll(gone, new Enrollment.Otp()).answer())
        .isEqualTo(new EnrollmentOutcome.LoginExpired());
    assertThat(provider.authenticators(gone).answer())
        .isEqualTo(new AuthenticatorsOutcome.LoginExpired());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ENROLLED", "NOT_ENROLLED"})
  default void every_call_ends_in_time_and_says_why_there_is_no_answer(Situation situation) {
    MfaProvider provider = provider(situation);

    assertTimeoutPreemptively(
        patience().multipliedBy(4),
        () -> {
          assertThat(verify(provider, TOKEN, otp(CODE)).code()).isEqualTo(situation.code());
          assertThat(provider.challenge(token(), Option.none(), Option.none()).answer().code())
              .isEqualTo(situation.code());
          assertThat(provider.enroll(token(), new Enrollment.Otp()).answer())
              .isInstanceOf(
                  situation == Situation.GATEWAY_REFUSED
                      ? EnrollmentOutcome.class
                      : EnrollmentOutcome.Unanswered.class);
          assertThat(provider.authenticators(token()).answer())
              .isInstanceOf(AuthenticatorsOutcome.Unanswered.class);
        });
  }

  @Test
  default void two_hundred_simultaneous_codes_get_each_their_own_answer() throws Exception {
    MfaProvider provider = provider(Situation.ENROLLED);
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<MfaOutcome>> outcomes =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      users.submit(
                          () -> verify(provider, TOKEN, otp(i % 2 == 0 ? CODE : "000000"))))
              .toList();

      for (int i = 0; i < outcomes.size(); i++) {
        assertThat(outcomes.get(i).get())
            .isInstanceOf(i % 2 == 0 ? MfaOutcome.Granted.class : MfaOutcome.WrongCode.class);
      }
    }
  }

  private static MfaToken token() {
    return new MfaToken(TOKEN);
  }

  private static MfaProof otp(String code) {
    return new MfaProof.Otp(OneTimePassword.of(code).get());
  }

  private static MfaOutcome verify(MfaProvider provider, String token, MfaProof proof) {
    return provider.verify(new MfaToken(token), proof, client("203.0.113.7")).answer();
  }
}
