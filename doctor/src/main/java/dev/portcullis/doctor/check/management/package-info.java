/**
 * The checks of the doctor's own access to the tenant, listed in {@link
 * dev.portcullis.doctor.check.management.ManagementChecks}. Depends on {@code check} and {@code
 * tenant}.
 */
@NullMarked
package dev.portcullis.doctor.check.management;

import org.jspecify.annotations.NullMarked;
