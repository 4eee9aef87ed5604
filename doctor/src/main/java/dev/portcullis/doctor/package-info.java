/**
 * Examines a tenant's settings and logs, says what is wrong, and applies remedies. Start at {@link
 * dev.portcullis.doctor.DiagnoseTenantUseCase}. Auth0's words live here and in the Auth0 adapter,
 * nowhere else.
 */
@NullMarked
package dev.portcullis.doctor;

import org.jspecify.annotations.NullMarked;
