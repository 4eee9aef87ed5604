package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.token.MfaToken;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes and phone numbers are sent without what people put between their parts. */
class TypedCodesTest {

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  @BeforeEach
  void waitForTheSecondFactor() {
    server.logIn = attempt -> new LoginOutcome.MfaRequired(MfaToken.of("mfa-1").get());
    visitor.logIn("ada@example.com", "p");
  }

  private MfaProof sent(String kind, String typed) {
    String page = "/login/mfa/code?kind=" + kind;
    visitor.post(
        "/login/mfa/code", Map.of("csrf", visitor.token(page), "kind", kind, "code", typed));
    return server.proofs.getFirst().proof();
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456", "123 456", " 123\u00a0456 ", "12\t34\u202f56"})
  void a_one_time_password_is_sent_without_blanks(String typed) {
    MfaProof sent = sent("otp", typed);

    assertThat(((MfaProof.Otp) sent).code().value()).isEqualTo("123456");
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456", "123 456", "\u3000123456"})
  void the_code_of_a_text_is_sent_without_blanks(String typed) {
    server.challenged = new ChallengeOutcome.OobSent(new OobCode("oob-1"), true);
    visitor.post(
        "/login/mfa/challenge",
        Map.of("csrf", visitor.token("/login/mfa/code?kind=recovery"), "factor", "sms|dev_1"));

    MfaProof sent = sent("oob", typed);

    assertThat(((MfaProof.Oob) sent).binding().get().value()).isEqualTo("123456");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABCDEFGH", "ABCD EFGH", "ABCD-EFGH", "AB-CD-EF-GH", " ABCD - EFGH "})
  void a_recovery_code_is_sent_without_blanks_and_hyphens(String typed) {
    MfaProof sent = sent("recovery", typed);

    assertThat(((MfaProof.Recovery) sent).code().value()).isEqualTo("ABCDEFGH");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+491701234567", "+49 170 1234567", "+49 (170) 123-4567", "+49/170.123.4567"})
  void a_phone_number_is_sent_as_plus_and_digits(String typed) {
    visitor.post(
        "/login/mfa/enroll",
        Map.of("csrf", visitor.token("/login/mfa"), "factor", "sms", "phone", typed));

    Enrollment sent = server.enrollments.getFirst().factor();
    assertThat(((Enrollment.Sms) sent).number().value()).isEqualTo("+491701234567");
  }
}
