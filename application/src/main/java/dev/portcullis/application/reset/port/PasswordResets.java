package dev.portcullis.application.reset.port;

import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginSubject;

/**
 * Starts the reset of a leaked password. Answers alike whether or not there is such an account,
 * ends within a bounded time, throws nothing, and never yields a link that sets a password. Its
 * contract is {@code PasswordResetsContract} in the testkit.
 */
@FunctionalInterface
public interface PasswordResets {

  BreachOutcome start(LoginSubject subject);
}
