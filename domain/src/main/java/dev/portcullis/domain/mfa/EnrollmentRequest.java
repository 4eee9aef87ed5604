package dev.portcullis.domain.mfa;

/** A first factor for the user of a pending login. */
public record EnrollmentRequest(PendingLogin login, Enrollment factor) {}
