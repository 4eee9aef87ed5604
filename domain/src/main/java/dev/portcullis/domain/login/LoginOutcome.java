package dev.portcullis.domain.login;

import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * How one login ended: the closed set that reaches the edge whole. Adding a case breaks embedders
 * and is a major version.
 */
public sealed interface LoginOutcome {

  /** Logged in. */
  record Granted(Tokens tokens) implements LoginOutcome {}

  /** No such user, or not this password; the two are not told apart. */
  record WrongCredentials() implements LoginOutcome {}

  /** The password is known from a breach; {@code reset} is how the user gets a new one. */
  record PasswordLeaked(BreachOutcome reset) implements LoginOutcome {}

  /** Blocked by brute-force protection after too many failed logins. */
  record BruteForceBlocked() implements LoginOutcome {}

  /** The address is blocked by suspicious IP throttling, whoever the user is. */
  record IpThrottled() implements LoginOutcome {}

  /** Too many logins of this user from this address in a minute. */
  record SameUserLimited() implements LoginOutcome {}

  /** The password is right; a second factor is needed. */
  record MfaRequired(MfaToken token) implements LoginOutcome {}

  /** Bot detection asks for what this grant cannot carry: only the web login helps. */
  record VerificationRequired() implements LoginOutcome {}

  /** Refused by the tenant's own rule, with its reason (may be empty). */
  record Denied(String reason) implements LoginOutcome {}

  /** Blocked by an administrator. */
  record UserBlocked() implements LoginOutcome {}

  /** The tenant's rate limit is reached; not this user's doing. */
  record RateLimited(Option<Duration> retryAfter) implements LoginOutcome {}

  /** The set-up is wrong; only the operator can mend it. */
  record Misconfigured(Misconfiguration what, ProviderError error) implements LoginOutcome {}

  /** The provider gave no usable answer. */
  record Unavailable(Cause cause) implements LoginOutcome {}

  /** Why there was no usable answer. */
  sealed interface Cause {

    /** Nothing was submitted; trying again is safe. */
    record Unreachable(ProviderFault.ConnectFault why) implements Cause {}

    /** Submitted and not answered; the attempt may have been counted. */
    record NoAnswer(ProviderFault.NoAnswerFault why) implements Cause {}

    /** ProviderReply in a way that this version does not understand. */
    record Unintelligible(ProviderError error) implements Cause {}
  }
}
