package dev.portcullis.adapters.auth0.mfa;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.token.Auth0TokenApi;
import dev.portcullis.adapters.auth0.token.TokenRequest;
import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.FeignFactory;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
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
import java.time.InstantSource;
import java.util.function.Supplier;

/** Auth0's second factors; each call is one request. */
public final class Auth0MfaProvider implements MfaProvider {

  private final Auth0MfaApi mfa;
  private final Auth0TokenApi tokens;
  private final InstantSource time;

  /**
   * @param secret supplies the application's secret for each request
   */
  public Auth0MfaProvider(
      HttpCoreClient http,
      Auth0Settings settings,
      Supplier<ClientSecret> secret,
      Auth0TokenApi tokens,
      InstantSource time) {
    this.mfa = FeignFactory.json(Auth0MfaApi.class, http, new MfaCalls(settings, secret));
    this.tokens = tokens;
    this.time = time;
  }

  @Override
  public ProviderReply<AuthenticatorsOutcome> authenticators(MfaToken token) {
    return Calls.answered(
        () -> mfa.authenticators(new MfaRequest.Authenticators(token)),
        reply -> MfaAnswers.authenticators(reply, time.instant()),
        AuthenticatorsOutcome.Unanswered::new);
  }

  @Override
  public ProviderReply<ChallengeOutcome> challenge(
      MfaToken token, Option<ChallengeType> type, Option<AuthenticatorId> authenticator) {
    return Calls.answered(
        () -> mfa.challenge(new MfaRequest.Challenge(token, type, authenticator)),
        reply -> MfaAnswers.challenge(reply, time.instant()),
        ChallengeOutcome.Unanswered::new);
  }

  @Override
  public ProviderReply<EnrollmentOutcome> enroll(MfaToken token, Enrollment factor) {
    return Calls.answered(
        () -> mfa.associate(new MfaRequest.Associate(token, factor)),
        reply -> MfaAnswers.enrollment(reply, factor, time.instant()),
        EnrollmentOutcome.Unanswered::new);
  }

  @Override
  public ProviderReply<MfaOutcome> verify(MfaToken token, MfaProof proof, ClientAddress client) {
    return Calls.answered(
        () -> tokens.token(new TokenRequest.Mfa(token, proof), ForwardedFor.of(client)),
        reply -> MfaAnswers.verification(reply, proof, time.instant()),
        MfaOutcome.Unanswered::new);
  }
}
