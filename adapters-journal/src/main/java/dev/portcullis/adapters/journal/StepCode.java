package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * How a step ended, in one word of its kind.
 *
 * @param fault why the provider gave no answer, if it gave none
 */
record StepCode(StepKind kind, String code, Option<ProviderFault> fault) {

  static final Vector<String> FAULTS =
      Vector.of("rate-limited", "misconfigured", "unreachable", "no-answer", "unintelligible");

  static StepCode of(Step step) {
    return switch (step) {
      case Step.Refresh(var outcome) -> of(outcome);
      case Step.Revoke(var outcome) -> of(outcome);
      case Step.MfaAuthenticators(var outcome) -> of(outcome);
      case Step.MfaChallenge(var outcome) -> of(outcome);
      case Step.MfaEnrollment(var outcome) -> of(outcome);
      case Step.MfaVerification(var outcome) -> of(outcome);
      case Step.ResetAsked(var identifier, var outcome) -> of(outcome);
      case Step.ResetStarted(var identifier, var outcome) -> of(outcome);
    };
  }

  /** Whose step it was, if the step says so. */
  static Option<LoginIdentifier> identifier(Step step) {
    return switch (step) {
      case Step.ResetAsked(var identifier, var outcome) -> Option.of(identifier);
      case Step.ResetStarted(var identifier, var outcome) -> Option.of(identifier);
      case Step.Refresh refresh -> Option.none();
      case Step.Revoke revoke -> Option.none();
      case Step.MfaAuthenticators authenticators -> Option.none();
      case Step.MfaChallenge challenge -> Option.none();
      case Step.MfaEnrollment enrollment -> Option.none();
      case Step.MfaVerification verification -> Option.none();
    };
  }

  /** How a reset began. */
  static String reset(BreachOutcome outcome) {
    return switch (outcome) {
      case BreachOutcome.ResetMailSent sent -> "mail-sent";
      case BreachOutcome.ResetPage page -> "page";
      case BreachOutcome.ResetLimited limited -> "limited";
      case BreachOutcome.ResetNotStarted notStarted -> "not-started";
    };
  }

  private static StepCode of(RefreshOutcome outcome) {
    StepKind kind = StepKind.REFRESH;
    return switch (outcome) {
      case RefreshOutcome.Renewed renewed -> plain(kind, "renewed");
      case RefreshOutcome.NoLongerValid gone -> plain(kind, "no-longer-valid");
      case RefreshOutcome.ScopeRefused refused -> plain(kind, "scope-refused");
      case RefreshOutcome.Denied denied -> plain(kind, "denied");
      case RefreshOutcome.MfaRequired mfa -> plain(kind, "mfa-required");
      case RefreshOutcome.Unanswered(var why) -> unanswered(kind, why);
    };
  }

  private static StepCode of(RevokeOutcome outcome) {
    return switch (outcome) {
      case RevokeOutcome.Revoked revoked -> plain(StepKind.REVOKE, "revoked");
      case RevokeOutcome.Unanswered(var why) -> unanswered(StepKind.REVOKE, why);
    };
  }

  private static StepCode of(AuthenticatorsOutcome outcome) {
    StepKind kind = StepKind.MFA_AUTHENTICATORS;
    return switch (outcome) {
      case AuthenticatorsOutcome.Known known -> plain(kind, "known");
      case AuthenticatorsOutcome.LoginExpired expired -> plain(kind, "login-expired");
      case AuthenticatorsOutcome.Unanswered(var why) -> unanswered(kind, why);
    };
  }

  private static StepCode of(ChallengeOutcome outcome) {
    StepKind kind = StepKind.MFA_CHALLENGE;
    return switch (outcome) {
      case ChallengeOutcome.OtpExpected expected -> plain(kind, "otp-expected");
      case ChallengeOutcome.OobSent sent -> plain(kind, "oob-sent");
      case ChallengeOutcome.EnrollmentRequired required -> plain(kind, "enrollment-required");
      case ChallengeOutcome.FactorUnavailable unavailable -> plain(kind, "factor-unavailable");
      case ChallengeOutcome.LoginExpired expired -> plain(kind, "login-expired");
      case ChallengeOutcome.TooManyCodes many -> plain(kind, "too-many-codes");
      case ChallengeOutcome.Denied denied -> plain(kind, "denied");
      case ChallengeOutcome.Unanswered(var why) -> unanswered(kind, why);
    };
  }

  private static StepCode of(EnrollmentOutcome outcome) {
    StepKind kind = StepKind.MFA_ENROLLMENT;
    return switch (outcome) {
      case EnrollmentOutcome.OtpEnrolled enrolled -> plain(kind, "otp-enrolled");
      case EnrollmentOutcome.OobEnrolled enrolled -> plain(kind, "oob-enrolled");
      case EnrollmentOutcome.AlreadyEnrolled already -> plain(kind, "already-enrolled");
      case EnrollmentOutcome.FactorUnavailable unavailable -> plain(kind, "factor-unavailable");
      case EnrollmentOutcome.LoginExpired expired -> plain(kind, "login-expired");
      case EnrollmentOutcome.TooManyCodes many -> plain(kind, "too-many-codes");
      case EnrollmentOutcome.Unanswered(var why) -> unanswered(kind, why);
    };
  }

  private static StepCode of(MfaOutcome outcome) {
    StepKind kind = StepKind.MFA_VERIFICATION;
    return switch (outcome) {
      case MfaOutcome.Granted granted -> plain(kind, "granted");
      case MfaOutcome.WrongCode wrong -> plain(kind, "wrong-code");
      case MfaOutcome.Pending pending -> plain(kind, "pending");
      case MfaOutcome.SlowDown slow -> plain(kind, "slow-down");
      case MfaOutcome.Rejected rejected -> plain(kind, "rejected");
      case MfaOutcome.LoginExpired expired -> plain(kind, "login-expired");
      case MfaOutcome.TooManyCodes many -> plain(kind, "too-many-codes");
      case MfaOutcome.Denied denied -> plain(kind, "denied");
      case MfaOutcome.UserBlocked blocked -> plain(kind, "user-blocked");
      case MfaOutcome.Unanswered(var why) -> unanswered(kind, why);
    };
  }

  private static StepCode of(ResetOutcome outcome) {
    StepKind kind = StepKind.RESET_ASKED;
    return switch (outcome) {
      case ResetOutcome.Accepted accepted -> plain(kind, "accepted");
      case ResetOutcome.AtPage page -> plain(kind, "page");
      case ResetOutcome.Limited limited -> plain(kind, "limited");
      case ResetOutcome.Unavailable unavailable -> plain(kind, "unavailable");
    };
  }

  private static StepCode of(BreachOutcome outcome) {
    return plain(StepKind.RESET_STARTED, reset(outcome));
  }

  private static StepCode plain(StepKind kind, String code) {
    return new StepCode(kind, code, Option.none());
  }

  private static StepCode unanswered(StepKind kind, ProviderFault why) {
    String code =
        switch (why) {
          case ProviderFault.RateLimited limited -> "rate-limited";
          case ProviderFault.Misconfigured misconfigured -> "misconfigured";
          case ProviderFault.Unreachable unreachable -> "unreachable";
          case ProviderFault.NoAnswer noAnswer -> "no-answer";
          case ProviderFault.Unintelligible unintelligible -> "unintelligible";
        };
    return new StepCode(kind, code, Option.of(why));
  }
}
