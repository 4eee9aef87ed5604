package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.mfa.LimitedMfaProvider;
import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.domain.mfa.BindingCode;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OneTimePassword;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.fake.CountingGuessLimiter;
import dev.portcullis.testkit.fake.InMemoryMfaProvider;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitedMfaProviderContractTest implements MfaProviderContract {

  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final MfaProof OTP = new MfaProof.Otp(new OneTimePassword("000000"));
  private static final MfaProof TEXT =
      new MfaProof.Oob(new OobCode("o"), Option.some(new BindingCode("000000")));
  private static final MfaProof PUSH = new MfaProof.Oob(new OobCode("o"), Option.none());
  private static final MfaProof RECOVERY = new MfaProof.Recovery(new RecoveryCode("WRONG"));

  private final TestClock clock = TestClock.create();
  private final InMemoryMfaProvider provider = new InMemoryMfaProvider();
  private final MfaProvider limited =
      new LimitedMfaProvider(provider, new CountingGuessLimiter(5, LIFETIME, clock));

  @Override
  public MfaProvider provider(Situation situation) {
    InMemoryMfaProvider behind =
        switch (situation) {
          case ENROLLED -> new InMemoryMfaProvider();
          case NOT_ENROLLED -> new InMemoryMfaProvider().withoutFactor();
          default -> new InMemoryMfaProvider().failing(Outcomes.fault(situation.code()));
        };
    return new LimitedMfaProvider(
        behind, new CountingGuessLimiter(Integer.MAX_VALUE, LIFETIME, clock));
  }

  static Stream<MfaProof> guesses() {
    return Stream.of(OTP, TEXT, RECOVERY);
  }

  @ParameterizedTest
  @MethodSource("guesses")
  void a_guess_too_many_is_not_submitted_even_if_it_is_right(MfaProof guess) {
    for (int i = 0; i < 5; i++) {
      verify(guess);
    }

    MfaOutcome right = verify(new MfaProof.Otp(new OneTimePassword(CODE)));

    assertThat(right).isEqualTo(new MfaOutcome.TooManyCodes());
    assertThat(provider.clients()).hasSize(5);
  }

  @Test
  void guesses_of_all_kinds_count_together() {
    Stream.of(OTP, RECOVERY, TEXT, RECOVERY, OTP).forEach(this::verify);

    List<MfaOutcome> more = guesses().map(this::verify).toList();

    assertThat(more).containsOnly(new MfaOutcome.TooManyCodes());
    assertThat(provider.clients()).hasSize(5);
  }

  @Test
  void the_right_code_is_taken_as_the_last_guess() {
    for (int i = 0; i < 4; i++) {
      verify(OTP);
    }

    MfaOutcome right = verify(new MfaProof.Otp(new OneTimePassword(CODE)));

    assertThat(right.code()).isEqualTo(OutcomeCode.GRANTED);
  }

  @Test
  void a_push_notification_can_be_polled_as_often_as_it_takes() {
    for (int i = 0; i < 100; i++) {
      verify(PUSH);
    }

    MfaOutcome right = verify(new MfaProof.Otp(new OneTimePassword(CODE)));

    assertThat(right.code()).isEqualTo(OutcomeCode.GRANTED);
  }

  @Test
  void another_login_has_guesses_of_its_own_and_so_has_this_one_when_its_time_is_over() {
    for (int i = 0; i < 6; i++) {
      verify(OTP);
    }

    MfaOutcome other = verify(new MfaToken("another"), OTP);

    assertThat(other.code()).isNotEqualTo(OutcomeCode.TOO_MANY_CODES);
    clock.advance(LIFETIME);
    assertThat(verify(OTP)).isEqualTo(new MfaOutcome.WrongCode());
  }

  private MfaOutcome verify(MfaProof proof) {
    return verify(new MfaToken(TOKEN), proof);
  }

  private MfaOutcome verify(MfaToken token, MfaProof proof) {
    return limited.verify(token, proof, client("203.0.113.7")).answer();
  }
}
