package dev.portcullis.application.login;

import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;

/** Logs a user in. Blocks until the provider has answered; safe for concurrent use. */
@FunctionalInterface
public interface LogInUseCase {

  /** Submits the attempt to the provider at most once and says how it ended. */
  LoginOutcome logIn(LoginAttempt attempt);
}
