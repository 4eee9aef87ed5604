/** Logs a user in: start at {@link dev.portcullis.application.login.LogInUseCase}. */
@NullMarked
package dev.portcullis.application.login;

import org.jspecify.annotations.NullMarked;
