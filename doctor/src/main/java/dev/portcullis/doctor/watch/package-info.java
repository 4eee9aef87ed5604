/**
 * The watch over the tenant: compares, while the gateway runs, the addresses that were sent with
 * those that the tenant logs. Depends on {@code port} and {@code tenant}.
 */
@NullMarked
package dev.portcullis.doctor.watch;

import org.jspecify.annotations.NullMarked;
