/**
 * The checks of what the tenant has logged, listed in {@link
 * dev.portcullis.doctor.check.log.LogChecks}. Depends on {@code check} and {@code tenant}.
 */
@NullMarked
package dev.portcullis.doctor.check.log;

import org.jspecify.annotations.NullMarked;
