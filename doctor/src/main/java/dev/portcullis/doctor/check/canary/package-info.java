/**
 * The checks of the test user's login, listed in {@link
 * dev.portcullis.doctor.check.canary.CanaryChecks}. Depends on {@code check}, {@code canary} and
 * {@code tenant}.
 */
@NullMarked
package dev.portcullis.doctor.check.canary;

import org.jspecify.annotations.NullMarked;
