package dev.portcullis.domain.outcome;

import java.util.Locale;

/**
 * The word for each way in which a login, or a step around it, can end. The log value, the metric
 * label, the problem's {@code type} and the row in the reference all derive from {@link #word}, so
 * an outcome has one name everywhere. Dashboards and alerts use these words: renaming one breaks
 * them.
 *
 * <p>Which of them a login or a step can end with is the {@code CODES} of its outcome type.
 */
public enum OutcomeCode {
  GRANTED(Kind.SUCCEEDED),
  WRONG_CREDENTIALS(Kind.REFUSED),
  PASSWORD_LEAKED(Kind.REFUSED),
  BRUTE_FORCE_BLOCKED(Kind.REFUSED),
  IP_THROTTLED(Kind.REFUSED),
  TOO_MANY_LOGINS(Kind.REFUSED),
  ATTEMPTS_LIMITED(Kind.REFUSED),
  MFA_REQUIRED(Kind.CONTINUES),
  VERIFICATION_REQUIRED(Kind.REFUSED),
  DENIED(Kind.REFUSED),
  USER_BLOCKED(Kind.REFUSED),

  RATE_LIMITED(Kind.IMPAIRED),
  MISCONFIGURED(Kind.BROKEN),
  UNREACHABLE(Kind.IMPAIRED),
  OVERLOADED(Kind.IMPAIRED),
  NO_ANSWER(Kind.IMPAIRED),
  UNAVAILABLE(Kind.IMPAIRED),
  UNINTELLIGIBLE(Kind.IMPAIRED),

  RENEWED(Kind.SUCCEEDED),
  REFRESH_TOKEN_INVALID(Kind.REFUSED),
  SCOPE_REFUSED(Kind.REFUSED),
  REVOKED(Kind.SUCCEEDED),

  LISTED(Kind.CONTINUES),
  OTP_EXPECTED(Kind.CONTINUES),
  OOB_SENT(Kind.CONTINUES),
  ENROLLMENT_REQUIRED(Kind.CONTINUES),
  OTP_ENROLLED(Kind.CONTINUES),
  OOB_ENROLLED(Kind.CONTINUES),
  ALREADY_ENROLLED(Kind.CONTINUES),
  FACTOR_UNAVAILABLE(Kind.REFUSED),
  WRONG_CODE(Kind.REFUSED),
  AUTHORIZATION_PENDING(Kind.CONTINUES),
  SLOW_DOWN(Kind.CONTINUES),
  PUSH_REJECTED(Kind.REFUSED),
  LOGIN_EXPIRED(Kind.REFUSED),
  TOO_MANY_CODES(Kind.REFUSED),

  ACCEPTED(Kind.CONTINUES),
  RESET_MAIL_SENT(Kind.SUCCEEDED),
  RESET_PAGE(Kind.CONTINUES),
  TOO_MANY_RESETS(Kind.REFUSED),
  RESET_NOT_STARTED(Kind.IMPAIRED);

  /** What an outcome means for the request, and whose concern it is. */
  public enum Kind {
    /** What was asked for is done. */
    SUCCEEDED,
    /** Nothing is decided yet: another step follows. */
    CONTINUES,
    /** An ordinary no. It concerns the user. */
    REFUSED,
    /** No usable answer. It concerns the provider, and usually passes. */
    IMPAIRED,
    /** No answer until the operator changes the configuration. */
    BROKEN
  }

  private final Kind kind;
  private final String word;

  OutcomeCode(Kind kind) {
    this.kind = kind;
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The stable word, such as {@code wrong-credentials}. */
  public String word() {
    return word;
  }

  public Kind kind() {
    return kind;
  }

  /** As {@link #word}. */
  @Override
  public String toString() {
    return word;
  }
}
