package dev.portcullis.bootstrap.wiring;

import dev.portcullis.application.port.in.LogInUseCase;
import dev.portcullis.application.port.in.RenewTokensUseCase;
import dev.portcullis.application.port.in.RevokeTokensUseCase;

/** What every listener for users can be asked. */
record UseCases(LogInUseCase logIn, RenewTokensUseCase renew, RevokeTokensUseCase revoke) {}
