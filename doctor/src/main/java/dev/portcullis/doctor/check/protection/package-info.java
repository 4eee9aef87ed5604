/**
 * The checks of attack protection, listed in {@link
 * dev.portcullis.doctor.check.protection.ProtectionChecks}. Depends on {@code check}, {@code
 * tenant} and {@code remedy}.
 */
@NullMarked
package dev.portcullis.doctor.check.protection;

import org.jspecify.annotations.NullMarked;
