package dev.portcullis.application.observe;

import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.application.observe.port.ProviderCalls;
import dev.portcullis.application.observe.port.ProviderCalls.Call;
import dev.portcullis.application.observe.port.ProviderOperation;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.mfa.AuthenticatorId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeType;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;
import java.util.function.Function;
import java.util.function.Supplier;

/** A provider each of whose calls is followed, and otherwise the same. */
public final class ObservedProvider {

  private ObservedProvider() {}

  /** The provider, whose calls {@code calls} follows. */
  public static Provider of(Provider provider, ProviderCalls calls) {
    if (calls.equals(ProviderCalls.NONE)) {
      return provider;
    }
    Provider observed =
        provider.withVerifier(
            (credentials, request, client) ->
                followed(
                    calls,
                    ProviderOperation.LOGIN,
                    () -> provider.verifier().verify(credentials, request, client),
                    reply -> code(reply.answer()),
                    ProviderReply::upstream));
    for (RefreshTokens tokens : provider.refreshTokens()) {
      observed = observed.withRefreshTokens(new Tokens(tokens, calls));
    }
    for (MfaProvider factors : provider.secondFactors()) {
      observed = observed.withSecondFactors(new Factors(factors, calls));
    }
    for (PasswordResets resets : provider.passwordResets()) {
      observed = observed.withPasswordResets(resets(resets, calls));
    }
    return observed;
  }

  /** A page of the operator's own is no call. */
  private static PasswordResets resets(PasswordResets resets, ProviderCalls calls) {
    return resets instanceof HandOffPasswordResets
        ? resets
        : subject ->
            followed(
                calls,
                ProviderOperation.RESET,
                () -> resets.start(subject),
                ResetStart::code,
                start -> Option.none());
  }

  private static OutcomeCode code(Verdict verdict) {
    return switch (verdict) {
      case LoginOutcome outcome -> outcome.code();
      case Verdict.PasswordLeaked() -> OutcomeCode.PASSWORD_LEAKED;
    };
  }

  private record Tokens(RefreshTokens tokens, ProviderCalls calls) implements RefreshTokens {

    @Override
    public ProviderReply<RefreshOutcome> renew(
        RefreshToken token, Option<Scope> scope, ClientAddress client) {
      return followed(calls, ProviderOperation.REFRESH, () -> tokens.renew(token, scope, client));
    }

    @Override
    public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
      return followed(calls, ProviderOperation.REVOKE, () -> tokens.revoke(token));
    }
  }

  private record Factors(MfaProvider factors, ProviderCalls calls) implements MfaProvider {

    @Override
    public ProviderReply<AuthenticatorsOutcome> authenticators(MfaToken token) {
      return followed(
          calls, ProviderOperation.MFA_AUTHENTICATORS, () -> factors.authenticators(token));
    }

    @Override
    public ProviderReply<ChallengeOutcome> challenge(
        MfaToken token, Option<ChallengeType> type, Option<AuthenticatorId> authenticator) {
      return followed(
          calls,
          ProviderOperation.MFA_CHALLENGE,
          () -> factors.challenge(token, type, authenticator));
    }

    @Override
    public ProviderReply<EnrollmentOutcome> enroll(MfaToken token, Enrollment factor) {
      return followed(calls, ProviderOperation.MFA_ENROLLMENT, () -> factors.enroll(token, factor));
    }

    @Override
    public ProviderReply<MfaOutcome> verify(MfaToken token, MfaProof proof, ClientAddress client) {
      return followed(
          calls, ProviderOperation.MFA_VERIFICATION, () -> factors.verify(token, proof, client));
    }
  }

  private static <T extends Outcome> ProviderReply<T> followed(
      ProviderCalls calls, ProviderOperation operation, Supplier<ProviderReply<T>> call) {
    return followed(
        calls, operation, call, reply -> reply.answer().code(), ProviderReply::upstream);
  }

  private static <R> R followed(
      ProviderCalls calls,
      ProviderOperation operation,
      Supplier<R> call,
      Function<R, OutcomeCode> code,
      Function<R, Option<ProviderRequestId>> upstream) {
    Call followed = calls.begin(operation);
    R reply;
    try {
      reply = call.get();
    } catch (RuntimeException | Error e) {
      followed.broke();
      throw e;
    }
    followed.ended(code.apply(reply), upstream.apply(reply));
    return reply;
  }
}
