package dev.portcullis.bootstrap.wiring;

import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;

/** The use cases that every public listener offers. */
record UseCases(
    LogInUseCase logIn,
    CompleteMfaUseCase mfa,
    RenewTokensUseCase renew,
    RevokeTokensUseCase revoke,
    ResetPasswordUseCase reset) {}
