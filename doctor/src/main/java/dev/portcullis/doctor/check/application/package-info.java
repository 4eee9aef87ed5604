/**
 * The checks of the application that the gateway logs in as, listed in {@link
 * dev.portcullis.doctor.check.application.ApplicationChecks}. Depends on {@code check}, {@code
 * tenant} and {@code remedy}.
 */
@NullMarked
package dev.portcullis.doctor.check.application;

import org.jspecify.annotations.NullMarked;
