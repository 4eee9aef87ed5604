/**
 * Log streams: each event goes, in batches and with retries, to an address that a webhook listens
 * on.
 */
@NullMarked
package dev.portcullis.emulator.internal.stream;

import org.jspecify.annotations.NullMarked;
