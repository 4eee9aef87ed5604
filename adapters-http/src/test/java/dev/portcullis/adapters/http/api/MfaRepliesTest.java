package dev.portcullis.adapters.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.OtpSecret;
import dev.portcullis.domain.mfa.RecoveryCode;
import io.vavr.collection.Vector;
import org.junit.jupiter.api.Test;

class MfaRepliesTest {

  private static final RequestId ID = new RequestId("r-1");
  private static final Vector<RecoveryCode> CODES =
      Vector.of(new RecoveryCode("first"), new RecoveryCode("second"));

  @Test
  void an_enrolled_app_gets_its_secret_and_every_recovery_code() {
    Reply reply =
        MfaReplies.of(
            new EnrollmentOutcome.OtpEnrolled(
                new OtpSecret("SECRET"), new OtpSecret("otpauth://totp/x"), CODES),
            new Enrollment.Otp(),
            ID);

    assertThat(body(reply))
        .isEqualTo(
            "{\"authenticator_type\":\"otp\",\"secret\":\"SECRET\","
                + "\"barcode_uri\":\"otpauth://totp/x\",\"recovery_codes\":[\"first\",\"second\"]}");
  }

  @Test
  void an_enrolled_mailbox_gets_every_recovery_code() {
    Reply reply =
        MfaReplies.of(
            new EnrollmentOutcome.OobEnrolled(new OobCode("o"), true, CODES),
            new Enrollment.Email(),
            ID);

    assertThat(body(reply))
        .isEqualTo(
            "{\"authenticator_type\":\"oob\",\"oob_channel\":\"email\",\"oob_code\":\"o\","
                + "\"binding_method\":\"prompt\",\"recovery_codes\":[\"first\",\"second\"]}");
  }

  private static String body(Reply reply) {
    return new String(reply.body(), UTF_8);
  }
}
