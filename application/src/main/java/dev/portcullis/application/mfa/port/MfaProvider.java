package dev.portcullis.application.mfa.port;

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
 * The provider's side of a second factor. An implementation submits each call at most once, because
 * every code that is tried counts and every challenge sends a message; it ends within a bounded
 * time; it throws nothing; it is safe for concurrent use. Its contract is {@code
 * MfaProviderContract} in the testkit.
 */
public interface MfaProvider {

  /** The active factors of the user of this login. */
  ProviderReply<AuthenticatorsOutcome> authenticators(MfaToken token);

  /** Challenges a factor; which one is the provider's choice unless it is named. */
  ProviderReply<ChallengeOutcome> challenge(
      MfaToken token, Option<ChallengeType> type, Option<AuthenticatorId> authenticator);

  /** Begins to enrol a first factor. */
  ProviderReply<EnrollmentOutcome> enroll(MfaToken token, Enrollment factor);

  /**
   * Ends the login, if the proof is right.
   *
   * @param client the end user's address, passed on to the provider as such
   */
  ProviderReply<MfaOutcome> verify(MfaToken token, MfaProof proof, ClientAddress client);
}
