package dev.portcullis.testkit.fake;

import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.mfa.Authenticator;
import dev.portcullis.domain.mfa.AuthenticatorId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeType;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.OtpSecret;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A second factor in memory: one mfa token, whose user has an authenticator app that always shows
 * {@value #CODE}, texts that always say so, and a recovery code that says so too.
 */
public final class InMemoryMfaProvider implements MfaProvider {

  /** The one good code. */
  public static final String CODE = "123456";

  /** The one good mfa token. */
  public static final String TOKEN = "mfa-token";

  private final List<ClientAddress> clients = new CopyOnWriteArrayList<>();
  private volatile boolean enrolled = true;
  private volatile @Nullable MfaOutcome answer;
  private volatile @Nullable ProviderFault fault;

  /** From now on the user has no factor, until one is enrolled and verified. */
  public InMemoryMfaProvider withoutFactor() {
    enrolled = false;
    return this;
  }

  /** Answers every proof with this. */
  public InMemoryMfaProvider answering(MfaOutcome outcome) {
    this.answer = outcome;
    return this;
  }

  /** Fails every call from now on. */
  public InMemoryMfaProvider failing(ProviderFault reason) {
    this.fault = reason;
    return this;
  }

  /** From where codes were tried, in order, a snapshot. */
  public List<ClientAddress> clients() {
    return List.copyOf(clients);
  }

  @Override
  public ProviderReply<AuthenticatorsOutcome> authenticators(MfaToken token) {
    ProviderFault reason = fault;
    if (reason != null) {
      return ProviderReply.of(new AuthenticatorsOutcome.Unanswered(reason));
    }
    return ProviderReply.of(
        isKnown(token)
            ? new AuthenticatorsOutcome.Listed(
                enrolled
                    ? Vector.of(
                        new Authenticator(
                            new AuthenticatorId("totp|dev_1"),
                            Authenticator.Type.OTP,
                            Option.none(),
                            Option.none()))
                    : Vector.empty())
            : new AuthenticatorsOutcome.LoginExpired());
  }

  @Override
  public ProviderReply<ChallengeOutcome> challenge(
      MfaToken token, Option<ChallengeType> type, Option<AuthenticatorId> authenticator) {
    ProviderFault reason = fault;
    if (reason != null) {
      return ProviderReply.of(new ChallengeOutcome.Unanswered(reason));
    }
    if (!isKnown(token)) {
      return ProviderReply.of(new ChallengeOutcome.LoginExpired());
    }
    if (!enrolled) {
      return ProviderReply.of(new ChallengeOutcome.EnrollmentRequired());
    }
    return ProviderReply.of(
        type.contains(ChallengeType.OOB)
            ? new ChallengeOutcome.OobSent(new OobCode("oob-code"), true)
            : new ChallengeOutcome.OtpExpected());
  }

  @Override
  public ProviderReply<EnrollmentOutcome> enroll(MfaToken token, Enrollment factor) {
    ProviderFault reason = fault;
    if (reason != null) {
      return ProviderReply.of(new EnrollmentOutcome.Unanswered(reason));
    }
    if (!isKnown(token)) {
      return ProviderReply.of(new EnrollmentOutcome.LoginExpired());
    }
    if (enrolled) {
      return ProviderReply.of(new EnrollmentOutcome.AlreadyEnrolled());
    }
    Vector<RecoveryCode> codes = Vector.of(new RecoveryCode(CODE));
    return ProviderReply.of(
        factor instanceof Enrollment.Otp
            ? new EnrollmentOutcome.OtpEnrolled(
                new OtpSecret("JBSWY3DPEHPK3PXP"),
                new OtpSecret("otpauth://totp/test?secret=JBSWY3DPEHPK3PXP"),
                codes)
            : new EnrollmentOutcome.OobEnrolled(new OobCode("oob-code"), true, codes));
  }

  @Override
  public ProviderReply<MfaOutcome> verify(MfaToken token, MfaProof proof, ClientAddress client) {
    clients.add(client);
    ProviderFault reason = fault;
    if (reason != null) {
      return ProviderReply.of(new MfaOutcome.Unanswered(reason));
    }
    if (!isKnown(token)) {
      return ProviderReply.of(new MfaOutcome.LoginExpired());
    }
    MfaOutcome prepared = answer;
    if (prepared != null) {
      return ProviderReply.of(prepared);
    }
    if (!isGood(proof)) {
      return ProviderReply.of(new MfaOutcome.WrongCode());
    }
    enrolled = true;
    return ProviderReply.of(
        new MfaOutcome.Granted(
            new Tokens(
                new AccessToken("access-token-of-a-test"),
                "Bearer",
                Option.some(Duration.ofDays(1)),
                Option.none(),
                Option.none(),
                Option.none()),
            proof instanceof MfaProof.Recovery
                ? Option.of(new RecoveryCode(CODE))
                : Option.none()));
  }

  private static boolean isKnown(MfaToken token) {
    return token.value().equals(TOKEN);
  }

  private static boolean isGood(MfaProof proof) {
    return switch (proof) {
      case MfaProof.Otp(var code) -> code.value().equals(CODE);
      case MfaProof.Oob(var challenge, var binding) ->
          binding.exists(code -> code.value().equals(CODE));
      case MfaProof.Recovery(var code) -> code.value().equals(CODE);
    };
  }
}
