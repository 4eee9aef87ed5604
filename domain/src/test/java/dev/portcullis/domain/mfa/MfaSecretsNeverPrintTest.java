package dev.portcullis.domain.mfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Token;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MfaSecretsNeverPrintTest {

  private static final String CANARY = "canary-5b1f0c";

  static Stream<Object> carriers() {
    OobCode oob = new OobCode(CANARY);
    OtpSecret secret = new OtpSecret(CANARY);
    RecoveryCode recovery = new RecoveryCode(CANARY);
    return Stream.of(
        oob,
        secret,
        recovery,
        new MfaProof.Otp(new OneTimePassword(CANARY)),
        new MfaProof.Oob(oob, Option.of(new BindingCode(CANARY))),
        new MfaProof.Recovery(recovery),
        new ChallengeOutcome.OobSent(oob, true),
        new EnrollmentOutcome.OtpEnrolled(secret, secret, Vector.of(recovery)),
        new EnrollmentOutcome.OobEnrolled(oob, true, Vector.of(recovery)));
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void whatever_carries_a_secret_of_the_second_step_prints_without_it(Object carrier) {
    assertThat(carrier.toString()).contains("[redacted]").doesNotContain(CANARY);
  }

  static Stream<Function<String, Validation<String, ?>>> parsers() {
    return Stream.concat(codes(), texts());
  }

  /** What a user reads off a device and types in. */
  static Stream<Function<String, Validation<String, ?>>> codes() {
    return Stream.of(text -> OneTimePassword.of(text), text -> BindingCode.of(text));
  }

  static Stream<Function<String, Validation<String, ?>>> texts() {
    return Stream.of(
        text -> OobCode.of(text),
        text -> RecoveryCode.of(text),
        text -> MfaToken.of(text),
        text -> RefreshToken.of(text));
  }

  @ParameterizedTest
  @MethodSource("parsers")
  void what_a_caller_sends_is_taken_or_refused_without_being_repeated(
      Function<String, Validation<String, ?>> parse) {
    assertThat(parse.apply("123456").isValid()).isTrue();
    for (String bad :
        new String[] {"", "12\n34", "１２", "x".repeat(Token.MAX_LENGTH + 1), CANARY + "\u0000"}) {
      assertThat(parse.apply(bad).getError()).doesNotContain(CANARY).contains("expected");
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void a_text_of_the_provider_may_have_any_printable_character(
      Function<String, Validation<String, ?>> parse) {
    assertThat(parse.apply("Fe26.2*x y~").isValid()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void a_code_has_digits_alone(Function<String, Validation<String, ?>> parse) {
    assertThat(parse.apply("00000000").isValid()).isTrue();
    for (String bad :
        new String[] {"abcdef", "12345a", "123 456", "-12345", "１２３４５６", "١٢٣٤٥٦", "123456\n"}) {
      assertThat(parse.apply(bad).isValid()).as(bad).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "123, false, false",
    "1234, false, true",
    "12345, false, true",
    "123456, true, true",
    "12345678, true, true",
    "123456789, false, true",
    "1234567890, false, true",
    "12345678901, false, false"
  })
  void a_code_has_a_length(String digits, boolean oneTimePassword, boolean bindingCode) {
    assertThat(OneTimePassword.of(digits).isValid()).isEqualTo(oneTimePassword);
    assertThat(BindingCode.of(digits).isValid()).isEqualTo(bindingCode);
  }

  @Test
  void an_empty_secret_is_none() {
    assertThatIllegalArgumentException().isThrownBy(() -> new OtpSecret(""));
  }

  @ParameterizedTest
  @MethodSource("phones")
  void a_phone_number_is_a_plus_and_digits(String text, boolean valid) {
    assertThat(PhoneNumber.of(text).isValid()).isEqualTo(valid);
  }

  static Stream<Arguments> phones() {
    return Stream.of(
        Arguments.of("+15005550167", true),
        Arguments.of("15005550167", false),
        Arguments.of("+0500555016", false),
        Arguments.of("+1 500 555 0167", false),
        Arguments.of("+123456", false),
        Arguments.of("+1234567890123456", false));
  }
}
