package dev.portcullis.domain.mfa;

/** One try at the second step. */
public record MfaAttempt(PendingLogin login, MfaProof proof) {}
