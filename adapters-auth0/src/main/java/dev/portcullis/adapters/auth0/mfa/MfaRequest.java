package dev.portcullis.adapters.auth0.mfa;

import dev.portcullis.domain.mfa.AuthenticatorId;
import dev.portcullis.domain.mfa.ChallengeType;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.token.MfaToken;
import io.vavr.control.Option;

/** A request to {@code /mfa/*}, authorized by the user's mfa token. */
sealed interface MfaRequest {

  MfaToken token();

  record Authenticators(MfaToken token) implements MfaRequest {}

  record Challenge(
      MfaToken token, Option<ChallengeType> type, Option<AuthenticatorId> authenticator)
      implements MfaRequest {}

  record Associate(MfaToken token, Enrollment factor) implements MfaRequest {}
}
