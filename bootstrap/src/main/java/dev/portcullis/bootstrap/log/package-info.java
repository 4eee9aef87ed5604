/**
 * The process log: its format and level, and how it is written. Start at {@link
 * dev.portcullis.bootstrap.log.LogSetup}. Of Portcullis it knows only how the journal marks events.
 */
@NullMarked
package dev.portcullis.bootstrap.log;

import org.jspecify.annotations.NullMarked;
