package dev.portcullis.application.reset;

import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetOutcome;

/**
 * Starts the password reset that a user asks for. Answers alike and in the same time whether or not
 * there is such an account; safe for concurrent use.
 */
@FunctionalInterface
public interface ResetPasswordUseCase {

  ResetOutcome reset(LoginSubject subject);
}
