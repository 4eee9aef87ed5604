package dev.portcullis.domain.login;

import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;

/**
 * What the provider decided about a name and a password: each {@link LoginOutcome} but the
 * gateway's own refusal, and a leaked password without the reset that the gateway starts for it.
 * Adding a case breaks embedders and is a major version.
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

  /** Every code that a provider's verdict can have. */
  Set<OutcomeCode> CODES =
      LinkedHashSet.of(
              OutcomeCode.GRANTED,
              OutcomeCode.WRONG_CREDENTIALS,
              OutcomeCode.PASSWORD_LEAKED,
              OutcomeCode.BRUTE_FORCE_BLOCKED,
              OutcomeCode.IP_THROTTLED,
              OutcomeCode.TOO_MANY_LOGINS,
              OutcomeCode.MFA_REQUIRED,
              OutcomeCode.VERIFICATION_REQUIRED,
              OutcomeCode.DENIED,
              OutcomeCode.USER_BLOCKED)
          .addAll(ProviderFault.CODES);

  /** The password is right and known from a breach, so it no longer works. */
  record PasswordLeaked() implements Verdict {}
}
