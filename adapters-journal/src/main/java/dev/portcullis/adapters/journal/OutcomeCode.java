package dev.portcullis.adapters.journal;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginOutcome.Cause;
import java.util.Locale;

/** How a login ended, in one word: dashboards and alerts key on the codes, so they are stable. */
enum OutcomeCode {
  GRANTED,
  WRONG_CREDENTIALS,
  PASSWORD_LEAKED,
  BRUTE_FORCE_BLOCKED,
  IP_THROTTLED,
  SAME_USER_LIMITED,
  MFA_REQUIRED,
  VERIFICATION_REQUIRED,
  DENIED,
  USER_BLOCKED,
  RATE_LIMITED,
  MISCONFIGURED,
  UNREACHABLE,
  NO_ANSWER,
  UNINTELLIGIBLE;

  static OutcomeCode of(LoginOutcome outcome) {
    return switch (outcome) {
      case LoginOutcome.Granted granted -> GRANTED;
      case LoginOutcome.WrongCredentials wrong -> WRONG_CREDENTIALS;
      case LoginOutcome.PasswordLeaked leaked -> PASSWORD_LEAKED;
      case LoginOutcome.BruteForceBlocked blocked -> BRUTE_FORCE_BLOCKED;
      case LoginOutcome.IpThrottled throttled -> IP_THROTTLED;
      case LoginOutcome.SameUserLimited limited -> SAME_USER_LIMITED;
      case LoginOutcome.MfaRequired mfa -> MFA_REQUIRED;
      case LoginOutcome.VerificationRequired verification -> VERIFICATION_REQUIRED;
      case LoginOutcome.Denied denied -> DENIED;
      case LoginOutcome.UserBlocked blocked -> USER_BLOCKED;
      case LoginOutcome.RateLimited limited -> RATE_LIMITED;
      case LoginOutcome.Misconfigured misconfigured -> MISCONFIGURED;
      case LoginOutcome.Unavailable(Cause.Unreachable unreachable) -> UNREACHABLE;
      case LoginOutcome.Unavailable(Cause.NoAnswer noAnswer) -> NO_ANSWER;
      case LoginOutcome.Unavailable(Cause.Unintelligible unintelligible) -> UNINTELLIGIBLE;
    };
  }

  /** The stable code, such as {@code wrong-credentials}. */
  String code() {
    return kebab(this);
  }

  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
