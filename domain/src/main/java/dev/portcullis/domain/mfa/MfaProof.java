package dev.portcullis.domain.mfa;

import io.vavr.control.Option;

/** What the user shows for a second factor. */
public sealed interface MfaProof {

  /** A code of the authenticator app. */
  record Otp(OneTimePassword code) implements MfaProof {}

  /**
   * The answer to an out-of-band challenge.
   *
   * @param binding what was in the text or e-mail; none for a push notification
   */
  record Oob(OobCode challenge, Option<BindingCode> binding) implements MfaProof {}

  /** The recovery code. */
  record Recovery(RecoveryCode code) implements MfaProof {}
}
