package dev.portcullis.embed;

import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeRequest;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.EnrollmentRequest;
import dev.portcullis.domain.mfa.MfaAttempt;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.PendingLogin;

/** The steps of a second factor, until the gateway is closed. */
record OpenMfa(CompleteMfaUseCase steps, OpenCalls calls) implements CompleteMfaUseCase {

  @Override
  public AuthenticatorsOutcome authenticators(PendingLogin login) {
    return calls.run(() -> steps.authenticators(login));
  }

  @Override
  public ChallengeOutcome challenge(ChallengeRequest request) {
    return calls.run(() -> steps.challenge(request));
  }

  @Override
  public EnrollmentOutcome enroll(EnrollmentRequest request) {
    return calls.run(() -> steps.enroll(request));
  }

  @Override
  public MfaOutcome verify(MfaAttempt attempt) {
    return calls.run(() -> steps.verify(attempt));
  }
}
