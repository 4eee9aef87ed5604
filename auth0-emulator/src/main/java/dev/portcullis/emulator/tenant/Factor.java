package dev.portcullis.emulator.tenant;

/** A second factor that a user has enrolled. */
public sealed interface Factor {

  /** One-time passwords (RFC 6238: SHA-1, six digits, 30 s); the secret is Base32. */
  record Otp(Secret secret) implements Factor {}

  /** Codes by text message. */
  record Sms(String phoneNumber) implements Factor {}

  /** Codes by e-mail, to the user's own address. */
  record Email() implements Factor {}

  /** Notifications that are allowed or denied on a device. */
  record Push(String device) implements Factor {

    /** The name of a device without a name. */
    public static final String DEVICE = "Emulated device";
  }

  /** A code that is valid once and then replaced. */
  record RecoveryCode(Secret code) implements Factor {}
}
