package dev.portcullis.application.mfa;

import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.application.journal.port.StepJournal.Step;
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
import dev.portcullis.domain.outcome.ProviderReply;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/** The steps of a second factor: ask the provider once for each, write it down. */
public final class CompleteMfaService implements CompleteMfaUseCase {

  private final MfaProvider provider;
  private final StepJournal journal;
  private final InstantSource time;

  public CompleteMfaService(MfaProvider provider, StepJournal journal, InstantSource time) {
    this.provider = provider;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public AuthenticatorsOutcome authenticators(PendingLogin login) {
    return journalled(
        login.requester(),
        () -> provider.authenticators(login.token()),
        Step.MfaAuthenticators::new);
  }

  @Override
  public ChallengeOutcome challenge(ChallengeRequest request) {
    return journalled(
        request.login().requester(),
        () -> provider.challenge(request.login().token(), request.type(), request.authenticator()),
        Step.MfaChallenge::new);
  }

  @Override
  public EnrollmentOutcome enroll(EnrollmentRequest request) {
    return journalled(
        request.login().requester(),
        () -> provider.enroll(request.login().token(), request.factor()),
        Step.MfaEnrollment::new);
  }

  @Override
  public MfaOutcome verify(MfaAttempt attempt) {
    Requester requester = attempt.login().requester();
    return journalled(
        requester,
        () -> provider.verify(attempt.login().token(), attempt.proof(), requester.client()),
        Step.MfaVerification::new);
  }

  private <T> T journalled(
      Requester requester, Supplier<ProviderReply<T>> call, Function<T, Step> step) {
    Stopwatch watch = Stopwatch.start(time);
    ProviderReply<T> answered = call.get();
    journal.record(requester, step.apply(answered.answer()), answered.upstream(), watch.elapsed());
    return answered.answer();
  }
}
