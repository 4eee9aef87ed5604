/** Log streams: each event is sent to a webhook, in batches and with retries. */
@NullMarked
package dev.portcullis.emulator.internal.stream;

import org.jspecify.annotations.NullMarked;
