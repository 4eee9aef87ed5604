package dev.portcullis.domain.mfa;

import io.vavr.control.Option;

/**
 * A factor that the user can be challenged with.
 *
 * @param channel how an out-of-band factor is reached, in the provider's word: sms, email, auth0
 * @param name what the user knows it by, such as the end of a phone number
 */
public record Authenticator(
    AuthenticatorId id, Type type, Option<String> channel, Option<String> name) {

  /** Kinds of factors. */
  public enum Type {
    OTP("otp"),
    OOB("oob"),
    RECOVERY_CODE("recovery-code");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** As on the wire. */
    public String word() {
      return word;
    }
  }
}
