package dev.portcullis.application.mfa;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.mfa.AuthenticatorId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeType;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.token.MfaToken;
import io.vavr.control.Option;

/**
 * Submits no more codes of one login than a limiter lets through: one-time passwords, codes of
 * texts and e-mails, and recovery codes together. The poll of a push notification is no guess.
 */
public final class LimitedMfaProvider implements MfaProvider {

  private final MfaProvider provider;
  private final GuessLimiter limiter;

  public LimitedMfaProvider(MfaProvider provider, GuessLimiter limiter) {
    this.provider = provider;
    this.limiter = limiter;
  }

  @Override
  public ProviderReply<AuthenticatorsOutcome> authenticators(MfaToken token) {
    return provider.authenticators(token);
  }

  @Override
  public ProviderReply<ChallengeOutcome> challenge(
      MfaToken token, Option<ChallengeType> type, Option<AuthenticatorId> authenticator) {
    return provider.challenge(token, type, authenticator);
  }

  @Override
  public ProviderReply<EnrollmentOutcome> enroll(MfaToken token, Enrollment factor) {
    return provider.enroll(token, factor);
  }

  @Override
  public ProviderReply<MfaOutcome> verify(MfaToken token, MfaProof proof, ClientAddress client) {
    return isGuess(proof) && !limiter.take(token)
        ? ProviderReply.of(new MfaOutcome.TooManyCodes())
        : provider.verify(token, proof, client);
  }

  private static boolean isGuess(MfaProof proof) {
    return switch (proof) {
      case MfaProof.Otp otp -> true;
      case MfaProof.Recovery recovery -> true;
      case MfaProof.Oob(var challenge, var binding) -> binding.isDefined();
    };
  }
}
