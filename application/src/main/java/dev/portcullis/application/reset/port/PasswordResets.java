package dev.portcullis.application.reset.port;

import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetStart;

/**
 * Starts password resets, for leaked passwords and on request. Gives the same answer whether or not
 * there is such an account, ends within a bounded time, throws nothing, and never yields a link
 * that sets a password. Its contract is {@code PasswordResetsContract} in the testkit.
 */
@FunctionalInterface
public interface PasswordResets {

  ResetStart start(LoginSubject subject);
}
