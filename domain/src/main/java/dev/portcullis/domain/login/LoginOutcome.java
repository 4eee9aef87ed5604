package dev.portcullis.domain.login;

import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * How one login ended: what the provider decided, {@link Unanswered}, or {@link AttemptsLimited}.
 * Nothing is left out on the way to the caller. Adding a case breaks embedders and is a major
 * version.
 */
public sealed interface LoginOutcome extends Outcome {

  /** Every code that a login can end with. */
  Set<OutcomeCode> CODES = Verdict.CODES.add(OutcomeCode.ATTEMPTS_LIMITED);

  @Override
  default OutcomeCode code() {
    return switch (this) {
      case Granted granted -> OutcomeCode.GRANTED;
      case WrongCredentials wrong -> OutcomeCode.WRONG_CREDENTIALS;
      case PasswordLeaked leaked -> OutcomeCode.PASSWORD_LEAKED;
      case BruteForceBlocked blocked -> OutcomeCode.BRUTE_FORCE_BLOCKED;
      case IpThrottled throttled -> OutcomeCode.IP_THROTTLED;
      case TooManyLogins many -> OutcomeCode.TOO_MANY_LOGINS;
      case AttemptsLimited limited -> OutcomeCode.ATTEMPTS_LIMITED;
      case MfaRequired mfa -> OutcomeCode.MFA_REQUIRED;
      case VerificationRequired verification -> OutcomeCode.VERIFICATION_REQUIRED;
      case Denied denied -> OutcomeCode.DENIED;
      case UserBlocked blocked -> OutcomeCode.USER_BLOCKED;
      case Unanswered unanswered -> unanswered.why().code();
    };
  }

  @Override
  default Option<ProviderFault> fault() {
    return this instanceof Unanswered(var why) ? Option.some(why) : Option.none();
  }

  /** Logged in. */
  record Granted(Tokens tokens) implements LoginOutcome, Verdict {}

  /** Unknown user or wrong password; the two are not distinguished. */
  record WrongCredentials() implements LoginOutcome, Verdict {}

  /** The password is known from a breach; {@code reset} is how the user gets a new one. */
  record PasswordLeaked(BreachOutcome reset) implements LoginOutcome {}

  /**
   * Blocked by brute-force protection after too many failed logins. Also the outcome if the
   * provider does not say which of its protections blocked the login.
   */
  record BruteForceBlocked() implements LoginOutcome, Verdict {}

  /** The address is blocked by suspicious IP throttling, for all users. */
  record IpThrottled() implements LoginOutcome, Verdict {}

  /** Too many logins of this user from this address within a minute. */
  record TooManyLogins() implements LoginOutcome, Verdict {}

  /**
   * Refused by a limit of the gateway itself. Nothing was submitted.
   *
   * @param limit the limit that was reached
   * @param retryAfter how long until the limit has room for one more attempt, at least a second
   */
  record AttemptsLimited(AttemptLimit limit, Duration retryAfter) implements LoginOutcome {}

  /** The password is right; a second factor is needed. */
  record MfaRequired(MfaToken token) implements LoginOutcome, Verdict {}

  /**
   * The provider requires what this grant cannot carry, such as bot detection's verification or a
   * second factor that has to be set up: use the web login.
   */
  record VerificationRequired() implements LoginOutcome, Verdict {}

  /**
   * Refused by a rule of the operator's own at the provider.
   *
   * @param reason the rule's text, at most 200 characters without controls; may be empty
   */
  record Denied(String reason) implements LoginOutcome, Verdict {}

  /** Blocked by an administrator. */
  record UserBlocked() implements LoginOutcome, Verdict {}

  /** The provider decided nothing about the credentials. */
  record Unanswered(ProviderFault why) implements LoginOutcome, Verdict {}
}
