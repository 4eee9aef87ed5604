/**
 * A login of a test user, and its event in the tenant's log. Depends on {@code port} and {@code
 * tenant}, and on application's port for logins.
 */
@NullMarked
package dev.portcullis.doctor.canary;

import org.jspecify.annotations.NullMarked;
