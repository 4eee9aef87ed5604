package dev.portcullis.domain.mfa;

/** What kind of factor a user without one wants. */
public sealed interface Enrollment {

  /** An authenticator app. */
  record Otp() implements Enrollment {}

  /** Texts to this number. */
  record Sms(PhoneNumber number) implements Enrollment {}

  /** E-mails to the account's own address. */
  record Email() implements Enrollment {}
}
