package dev.portcullis.adapters.http.pages;

import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;

/** All that a page can have done. */
public record PagesUseCases(
    LogInUseCase logIn,
    CompleteMfaUseCase passMfa,
    RenewTokensUseCase renew,
    RevokeTokensUseCase revoke,
    ResetPasswordUseCase resetPassword) {}
