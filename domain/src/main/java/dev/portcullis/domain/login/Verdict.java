package dev.portcullis.domain.login;

import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;

/**
 * The provider's answer about the credentials; see {@link ProviderFault} for when there is none.
 * Adding a case breaks embedders and is a major version.
 */
public sealed interface Verdict {

  /** The credentials are right. */
  record Granted(Tokens tokens) implements Verdict {}

  /** No such user, or not this password; the two are not told apart. */
  record WrongCredentials() implements Verdict {}

  /** The password is right and known from a breach, so it no longer opens anything. */
  record PasswordLeaked() implements Verdict {}

  /**
   * Blocked by brute-force protection. Also every {@code too_many_attempts} whose text does not say
   * that it is about the address: Auth0 has one code for both.
   */
  record BruteForceBlocked() implements Verdict {}

  /** Blocked by suspicious IP throttling. */
  record IpThrottled() implements Verdict {}

  /** The limit of logins of one user from one address in a minute. */
  record SameUserLimited() implements Verdict {}

  /** The password is right; a second factor is needed. */
  record MfaRequired(MfaToken token) implements Verdict {}

  /** Bot detection asks for a verification that this grant cannot carry. */
  record VerificationRequired() implements Verdict {}

  /**
   * Refused by an Action or a Rule.
   *
   * @param reason its own text, at most 200 characters without controls; may be empty
   */
  record Denied(String reason) implements Verdict {}

  /** Blocked by an administrator. */
  record UserBlocked() implements Verdict {}
}
