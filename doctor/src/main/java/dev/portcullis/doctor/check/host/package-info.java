/**
 * The checks of this host and of the gateway's settings, listed in {@link
 * dev.portcullis.doctor.check.host.HostChecks}. Depends on {@code check} and {@code tenant}.
 */
@NullMarked
package dev.portcullis.doctor.check.host;

import org.jspecify.annotations.NullMarked;
