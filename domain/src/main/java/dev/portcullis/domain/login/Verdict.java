package dev.portcullis.domain.login;

/**
 * What the provider decided about a name and a password: each {@link LoginOutcome}, but for a
 * leaked password without the reset that the gateway starts for it. Adding a case breaks embedders
 * and is a major version.
 */
public sealed interface Verdict
    permits LoginOutcome.Granted,
        LoginOutcome.WrongCredentials,
        Verdict.PasswordLeaked,
        LoginOutcome.BruteForceBlocked,
        LoginOutcome.IpThrottled,
        LoginOutcome.TooManyLogins,
        LoginOutcome.MfaRequired,
        LoginOutcome.VerificationRequired,
        LoginOutcome.Denied,
        LoginOutcome.UserBlocked,
        LoginOutcome.Unanswered {

  /** The password is right and known from a breach, so it no longer works. */
  record PasswordLeaked() implements Verdict {}
}
