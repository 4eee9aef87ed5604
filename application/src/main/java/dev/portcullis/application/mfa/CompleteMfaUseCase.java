package dev.portcullis.application.mfa;

import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeRequest;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.EnrollmentRequest;
import dev.portcullis.domain.mfa.MfaAttempt;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.PendingLogin;

/**
 * The second step of a login that ended with {@code MfaRequired}. Each call blocks until the
 * provider has answered and submits at most once; safe for concurrent use.
 */
public interface CompleteMfaUseCase {

  /** The factors that the user can choose from. */
  AuthenticatorsOutcome authenticators(PendingLogin login);

  /** Has the provider send a code, or says that the user's app shows one. */
  ChallengeOutcome challenge(ChallengeRequest request);

  /** Gives a user without a factor a first one. */
  EnrollmentOutcome enroll(EnrollmentRequest request);

  /** Ends the login, if the proof is right. */
  MfaOutcome verify(MfaAttempt attempt);
}
