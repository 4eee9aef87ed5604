package dev.portcullis.application.mfa;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeRequest;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.EnrollmentRequest;
import dev.portcullis.domain.mfa.MfaAttempt;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.PendingLogin;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.ProviderReply;
import io.vavr.control.Option;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The steps of a second factor: calls the provider once for each and records the outcome. */
public final class CompleteMfaService implements CompleteMfaUseCase {

  private final MfaProvider provider;
  private final Journal journal;
  private final InstantSource time;

  public CompleteMfaService(MfaProvider provider, Journal journal, InstantSource time) {
    this.provider = provider;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public AuthenticatorsOutcome authenticators(PendingLogin login) {
    return journalled(
        login.requester(), () -> provider.authenticators(login.token()), Step.MFA_AUTHENTICATORS);
  }

  @Override
  public ChallengeOutcome challenge(ChallengeRequest request) {
    return journalled(
        request.login().requester(),
        () -> provider.challenge(request.login().token(), request.type(), request.authenticator()),
        Step.MFA_CHALLENGE);
  }

  @Override
  public EnrollmentOutcome enroll(EnrollmentRequest request) {
    return journalled(
        request.login().requester(),
        () -> provider.enroll(request.login().token(), request.factor()),
        Step.MFA_ENROLLMENT);
  }

  @Override
  public MfaOutcome verify(MfaAttempt attempt) {
    Requester requester = attempt.login().requester();
    return journalled(
        requester,
        () -> provider.verify(attempt.login().token(), attempt.proof(), requester.client()),
        Step.MFA_VERIFICATION);
  }

  private <T extends Outcome> T journalled(
      Requester requester, Supplier<ProviderReply<T>> call, Step step) {
    Stopwatch watch = Stopwatch.start(time);
    ProviderReply<T> reply = call.get();
    journal.record(
        new GatewayEvent.StepEnded(
            requester, Option.none(), step, reply.answer(), reply.upstream(), watch.elapsed()));
    return reply.answer();
  }
}
