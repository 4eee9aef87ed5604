package dev.portcullis.bootstrap.wiring;

import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;

/** What every listener for users can be asked. */
record UseCases(
    LogInUseCase logIn,
    CompleteMfaUseCase mfa,
    RenewTokensUseCase renew,
    RevokeTokensUseCase revoke,
    ResetPasswordUseCase reset) {}
