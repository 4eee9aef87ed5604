package dev.portcullis.domain.login;

/** A user's name and password. Only {@code CredentialVerifier} is given one. */
public record Credentials(LoginIdentifier identifier, Password password) {}
