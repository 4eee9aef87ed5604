/**
 * The checks of the connection and the API that logins use, listed in {@link
 * dev.portcullis.doctor.check.connection.ConnectionChecks}. Depends on {@code check}, {@code
 * tenant} and {@code remedy}.
 */
@NullMarked
package dev.portcullis.doctor.check.connection;

import org.jspecify.annotations.NullMarked;
