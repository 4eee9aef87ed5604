/**
 * What the gateway records, and what the use cases share to record it. Start at {@link
 * dev.portcullis.application.journal.GatewayEvent}. Depends on the domain alone.
 */
@NullMarked
package dev.portcullis.application.journal;

import org.jspecify.annotations.NullMarked;
