/**
 * Completes a login with a second factor: start at {@link
 * dev.portcullis.application.mfa.CompleteMfaUseCase}.
 */
@NullMarked
package dev.portcullis.application.mfa;

import org.jspecify.annotations.NullMarked;
