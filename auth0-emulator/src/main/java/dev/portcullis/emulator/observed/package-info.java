/**
 * What a running tenant has recorded: log events, sent mails, and received requests with the
 * decision about their forwarded address. Returned by {@code Tenant}; depends on {@code address}
 * and {@code tenant} alone.
 */
@NullMarked
package dev.portcullis.emulator.observed;

import org.jspecify.annotations.NullMarked;
