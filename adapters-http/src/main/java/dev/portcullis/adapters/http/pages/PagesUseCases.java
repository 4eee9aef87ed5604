package dev.portcullis.adapters.http.pages;

import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;

/** The use cases that the login pages call. */
public record PagesUseCases(
    LogInUseCase logIn,
    CompleteMfaUseCase mfa,
    RevokeTokensUseCase revoke,
    ResetPasswordUseCase resetPassword) {}
