package dev.portcullis.application.protection;

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
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.token.MfaToken;
import io.vavr.control.Option;
import java.util.function.Function;
import java.util.function.Supplier;

/** The steps of a second factor through the gate; only the last is one of the paced calls. */
final class ProtectedMfaProvider implements MfaProvider {

  private final MfaProvider provider;
  private final ProviderGate gate;

  ProtectedMfaProvider(MfaProvider provider, ProviderGate gate) {
    this.provider = provider;
    this.gate = gate;
  }

  @Override
  public ProviderReply<AuthenticatorsOutcome> authenticators(MfaToken token) {
    return step(() -> provider.authenticators(token), AuthenticatorsOutcome.Unanswered::new);
  }

  @Override
  public ProviderReply<ChallengeOutcome> challenge(
      MfaToken token, Option<ChallengeType> type, Option<AuthenticatorId> authenticator) {
    return step(
        () -> provider.challenge(token, type, authenticator), ChallengeOutcome.Unanswered::new);
  }

  @Override
  public ProviderReply<EnrollmentOutcome> enroll(MfaToken token, Enrollment factor) {
    return step(() -> provider.enroll(token, factor), EnrollmentOutcome.Unanswered::new);
  }

  @Override
  public ProviderReply<MfaOutcome> verify(MfaToken token, MfaProof proof, ClientAddress client) {
    return ProtectedCalls.paced(
        gate,
        client.subscriber(),
        () -> provider.verify(token, proof, client),
        Outcome::fault,
        MfaOutcome.Unanswered::new);
  }

  private <T extends Outcome> ProviderReply<T> step(
      Supplier<ProviderReply<T>> call, Function<ProviderFault, T> unanswered) {
    return ProtectedCalls.unpaced(
        gate,
        call,
        reply -> ProtectedCalls.endOf(reply.answer().fault()),
        fault -> ProviderReply.of(unanswered.apply(fault)));
  }
}
