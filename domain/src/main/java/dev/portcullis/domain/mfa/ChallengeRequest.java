package dev.portcullis.domain.mfa;

import io.vavr.control.Option;

/**
 * Which of the user's factors is to be challenged.
 *
 * @param type without one, whichever the provider prefers
 * @param authenticator without one, whichever the provider prefers
 */
public record ChallengeRequest(
    PendingLogin login, Option<ChallengeType> type, Option<AuthenticatorId> authenticator) {}
