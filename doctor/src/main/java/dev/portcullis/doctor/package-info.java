/**
 * Checks a tenant's settings and logs, reports what is wrong, and applies remedies. Start at {@link
 * dev.portcullis.doctor.DiagnoseTenantUseCase} and {@link dev.portcullis.doctor.Checks}. Terms of
 * Auth0 appear in this module and in the Auth0 adapter, nowhere else.
 */
@NullMarked
package dev.portcullis.doctor;

import org.jspecify.annotations.NullMarked;
