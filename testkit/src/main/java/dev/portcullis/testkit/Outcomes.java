package dev.portcullis.testkit;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.journal.Step;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.OtpSecret;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.function.Function;

/**
 * Every outcome and every event there is, with every cause, hostile texts where texts are carried,
 * and {@link #CANARY} in every secret. Tests that must not leave an outcome out take theirs from
 * here; this class's own test compares it with the sealed types.
 */
public final class Outcomes {

  /** In every secret. */
  public static final String CANARY = "canary-2f9d61c4";

  /** What the provider's own logs call the request of each event. */
  public static final Option<ProviderRequestId> UPSTREAM =
      ProviderRequestId.of("c629c3e05e0881e81315");

  private static final String HOSTILE =
      "no\r\n{\"portcullis.outcome\":\"granted\"}\u0000\u001b[2J\u2028${jndi:x}{}";
  private static final ProviderError ERROR = new ProviderError(401, HOSTILE, HOSTILE.repeat(100));
  private static final String PAGE = "https://example.com/reset";

  private Outcomes() {}

  /** Every fault. */
  public static Vector<ProviderFault> faults() {
    return Vector.<ProviderFault>of(
            new ProviderFault.RateLimited(Option.none()),
            new ProviderFault.RateLimited(Option.some(Duration.ofSeconds(3))),
            new ProviderFault.RateLimited(Option.some(Duration.ZERO)),
            new ProviderFault.RateLimited(Option.some(Duration.ofDays(4_000_000))),
            new ProviderFault.Overloaded(),
            new ProviderFault.Unavailable(ERROR),
            new ProviderFault.Unavailable(new ProviderError(503, "", "")),
            new ProviderFault.Unintelligible(ERROR),
            new ProviderFault.Unintelligible(new ProviderError(200, "", "")))
        .appendAll(
            Vector.of(Misconfiguration.values())
                .map(what -> new ProviderFault.Misconfigured(what, ERROR)))
        .appendAll(Vector.of(ConnectFault.values()).map(ProviderFault.Unreachable::new))
        .appendAll(Vector.of(NoAnswerFault.values()).map(ProviderFault.NoAnswer::new));
  }

  /** The outcomes of logins. */
  public static Vector<LoginOutcome> logins() {
    return Vector.<LoginOutcome>of(
            new LoginOutcome.Granted(tokens()),
            new LoginOutcome.WrongCredentials(),
            new LoginOutcome.BruteForceBlocked(),
            new LoginOutcome.IpThrottled(),
            new LoginOutcome.TooManyLogins(),
            new LoginOutcome.AttemptsLimited(AttemptLimit.PER_ADDRESS, Duration.ofSeconds(90)),
            new LoginOutcome.MfaRequired(new MfaToken(CANARY)),
            new LoginOutcome.VerificationRequired(),
            new LoginOutcome.Denied(""),
            new LoginOutcome.Denied(HOSTILE),
            new LoginOutcome.UserBlocked())
        .appendAll(breaches().map(LoginOutcome.PasswordLeaked::new))
        .appendAll(faults().map(LoginOutcome.Unanswered::new));
  }

  /** What followed leaked passwords. */
  public static Vector<BreachOutcome> breaches() {
    return Vector.of(
        new BreachOutcome.ResetMailSent(),
        new BreachOutcome.ResetPage(PAGE),
        new BreachOutcome.TooManyResets(Duration.ofMinutes(9)),
        new BreachOutcome.ResetNotStarted());
  }

  /** What a verifier returns for a login that ends with this code. */
  public static Verdict verdict(OutcomeCode code) {
    return Vector.<Object>ofAll(logins())
        .append(new Verdict.PasswordLeaked())
        .find(outcome -> outcome instanceof Verdict verdict && codeOf(verdict) == code)
        .map(Verdict.class::cast)
        .getOrElseThrow(() -> new IllegalArgumentException("not an outcome of a login: " + code));
  }

  /** The code of the login that this verdict leads to. */
  public static OutcomeCode codeOf(Verdict verdict) {
    return switch (verdict) {
      case LoginOutcome outcome -> outcome.code();
      case Verdict.PasswordLeaked leaked -> OutcomeCode.PASSWORD_LEAKED;
    };
  }

  /** A fault with this code. */
  public static ProviderFault fault(OutcomeCode code) {
    return faults()
        .find(fault -> fault.code() == code)
        .getOrElseThrow(() -> new IllegalArgumentException("not a fault: " + code));
  }

  /** Every step with every outcome. */
  public static Vector<GatewayEvent.StepEnded> steps() {
    OobCode oob = new OobCode(CANARY);
    RecoveryCode recovery = new RecoveryCode(CANARY);
    OtpSecret secret = new OtpSecret(CANARY);
    return steps(
            Step.REFRESH,
            RefreshOutcome.Unanswered::new,
            new RefreshOutcome.Renewed(tokens()),
            new RefreshOutcome.RefreshTokenInvalid(),
            new RefreshOutcome.ScopeRefused(),
            new RefreshOutcome.Denied(HOSTILE),
            new RefreshOutcome.MfaRequired(new MfaToken(CANARY)))
        .appendAll(steps(Step.REVOKE, RevokeOutcome.Unanswered::new, new RevokeOutcome.Revoked()))
        .appendAll(
            steps(
                Step.MFA_AUTHENTICATORS,
                AuthenticatorsOutcome.Unanswered::new,
                new AuthenticatorsOutcome.Listed(Vector.empty()),
                new AuthenticatorsOutcome.LoginExpired()))
        .appendAll(
            steps(
                Step.MFA_CHALLENGE,
                ChallengeOutcome.Unanswered::new,
                new ChallengeOutcome.OtpExpected(),
                new ChallengeOutcome.OobSent(oob, true),
                new ChallengeOutcome.EnrollmentRequired(),
                new ChallengeOutcome.FactorUnavailable(),
                new ChallengeOutcome.LoginExpired(),
                new ChallengeOutcome.TooManyCodes(),
                new ChallengeOutcome.Denied(HOSTILE)))
        .appendAll(
            steps(
                Step.MFA_ENROLLMENT,
                EnrollmentOutcome.Unanswered::new,
                new EnrollmentOutcome.OtpEnrolled(secret, secret, Vector.of(recovery)),
                new EnrollmentOutcome.OobEnrolled(oob, true, Vector.of(recovery)),
                new EnrollmentOutcome.AlreadyEnrolled(),
                new EnrollmentOutcome.FactorUnavailable(),
                new EnrollmentOutcome.LoginExpired(),
                new EnrollmentOutcome.TooManyCodes()))
        .appendAll(
            steps(
                Step.MFA_VERIFICATION,
                MfaOutcome.Unanswered::new,
                new MfaOutcome.Granted(tokens(), Option.of(recovery)),
                new MfaOutcome.WrongCode(),
                new MfaOutcome.AuthorizationPending(),
                new MfaOutcome.SlowDown(),
                new MfaOutcome.PushRejected(),
                new MfaOutcome.LoginExpired(),
                new MfaOutcome.TooManyCodes(),
                new MfaOutcome.Denied(HOSTILE),
                new MfaOutcome.UserBlocked()))
        .appendAll(
            Vector.of(
                    new ResetOutcome.Accepted(),
                    new ResetOutcome.ResetPage(PAGE),
                    new ResetOutcome.TooManyResets(Duration.ofMinutes(9)),
                    new ResetOutcome.ResetNotStarted())
                .map(outcome -> ended(Step.RESET_ASKED, outcome)))
        .appendAll(
            steps(
                Step.RESET_STARTED,
                ResetStart.Unanswered::new,
                new ResetStart.ResetMailSent(),
                new ResetStart.ResetPage(PAGE),
                new ResetStart.TooManyResets(Duration.ofMinutes(9)),
                new ResetStart.ResetNotStarted()));
  }

  /** Every event: every login, every step, every refusal, and decisions about odd addresses. */
  public static Vector<GatewayEvent> events() {
    Vector<String> forwardedFor =
        Vector.of(
            "203.0.113.9, 203.0.113.7",
            "203.0.113.9, unknown",
            "127.0.0.1",
            "",
            "\r\nERROR forged\u001b[31m\u0000\u2028",
            "\": forged; peer \"203.0.113.7");
    return Vector.<GatewayEvent>ofAll(logins().map(Outcomes::ended))
        .appendAll(steps())
        .appendAll(Vector.of(RejectionReason.values()).map(Outcomes::refused))
        .appendAll(
            Vector.of(HttpRefusal.values())
                .map(reason -> new GatewayEvent.HttpRefused("web", reason)))
        .appendAll(Vector.of(AttemptLimit.values()).map(limit -> reached(limit, false)))
        .append(reached(AttemptLimit.PER_ADDRESS, true))
        .appendAll(
            Vector.of(SessionFault.values())
                .map(reason -> new GatewayEvent.SessionLost(new RequestId("r1"), reason)))
        .appendAll(forwardedFor.map(Fixtures::decision).map(GatewayEvent.AddressDecided::new))
        .appendAll(
            forwardedFor
                .map(Fixtures::decision)
                .map(
                    decision ->
                        new GatewayEvent.CandidateDiffered(
                            Fixtures.decision("203.0.113.7"), Option.of(decision))))
        .append(
            new GatewayEvent.CandidateDiffered(Fixtures.decision("203.0.113.7"), Option.none()));
  }

  /** A login of ada@example.com from 203.0.113.7 in a quarter of a second. */
  public static GatewayEvent.LoginEnded ended(LoginOutcome outcome) {
    return new GatewayEvent.LoginEnded(
        Fixtures.anAttempt().build().subject(), outcome, UPSTREAM, Duration.ofMillis(250));
  }

  /** A step of ada@example.com from 203.0.113.7 in a quarter of a second. */
  public static GatewayEvent.StepEnded ended(Step step, Outcome outcome) {
    boolean named = step == Step.RESET_ASKED || step == Step.RESET_STARTED;
    return new GatewayEvent.StepEnded(
        Fixtures.requester("203.0.113.7"),
        Option.when(named, () -> Fixtures.identifier("ada@example.com")),
        step,
        outcome,
        UPSTREAM,
        Duration.ofMillis(250));
  }

  /** A limit that a login of ada@example.com from 203.0.113.7 has reached. */
  public static GatewayEvent.LimitReached reached(AttemptLimit limit, boolean refused) {
    return new GatewayEvent.LimitReached(Fixtures.anAttempt().build().subject(), limit, refused);
  }

  /** A refusal at the listener "web". */
  public static GatewayEvent.RequestRefused refused(RejectionReason reason) {
    return new GatewayEvent.RequestRefused(new RequestId("request-1"), "web", reason);
  }

  private static Vector<GatewayEvent.StepEnded> steps(
      Step step, Function<ProviderFault, Outcome> unanswered, Outcome... decided) {
    return Vector.of(decided)
        .appendAll(faults().map(unanswered))
        .map(outcome -> ended(step, outcome));
  }

  private static Tokens tokens() {
    return new Tokens(
        new AccessToken(CANARY + "-access"),
        "Bearer",
        Option.some(Duration.ofHours(24)),
        Option.some("openid profile"),
        Option.some(new IdToken(CANARY + "-id")),
        Option.some(new RefreshToken(CANARY + "-refresh")));
  }
}
