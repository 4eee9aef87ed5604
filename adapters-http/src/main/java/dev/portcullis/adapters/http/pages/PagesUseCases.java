package dev.portcullis.adapters.http.pages;

import dev.portcullis.application.port.in.LogInUseCase;
import dev.portcullis.application.port.in.PassMfaUseCase;
import dev.portcullis.application.port.in.RenewTokensUseCase;
import dev.portcullis.application.port.in.ResetPasswordUseCase;
import dev.portcullis.application.port.in.RevokeTokensUseCase;

/** All that a page can have done. */
public record PagesUseCases(
    LogInUseCase logIn,
    PassMfaUseCase passMfa,
    RenewTokensUseCase renew,
    RevokeTokensUseCase revoke,
    ResetPasswordUseCase resetPassword) {}
