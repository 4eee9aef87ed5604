package dev.portcullis.bootstrap.wiring;

import dev.portcullis.application.port.in.LogInUseCase;
import dev.portcullis.application.port.in.PassMfaUseCase;
import dev.portcullis.application.port.in.RenewTokensUseCase;
import dev.portcullis.application.port.in.ResetPasswordUseCase;
import dev.portcullis.application.port.in.RevokeTokensUseCase;

/** What every listener for users can be asked. */
record UseCases(
    LogInUseCase logIn,
    PassMfaUseCase mfa,
    RenewTokensUseCase renew,
    RevokeTokensUseCase revoke,
    ResetPasswordUseCase reset) {}
