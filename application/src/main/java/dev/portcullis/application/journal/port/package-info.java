/** Where what happened is recorded: logs, meters. */
@NullMarked
package dev.portcullis.application.journal.port;

import org.jspecify.annotations.NullMarked;
