package dev.portcullis.domain.mfa;

/**
 * What an authenticator app is set up with, shown to the user once: the secret alone or in an
 * {@code otpauth} URI.
 */
public final class OtpSecret extends MfaSecret {

  public OtpSecret(String value) {
    super(value);
  }
}
