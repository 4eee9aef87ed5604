/**
 * Records gateway events: log events through SLF4J, meters through Micrometer. May depend on the
 * application; only embed and bootstrap depend on it. Neither names, passwords and tokens nor any
 * other free text from outside is written: only codes, addresses and request ids, and in the traces
 * that an operator asks for the entries of forwarding headers, escaped and cut. Start at {@link
 * dev.portcullis.adapters.journal.Slf4jJournal}.
 */
@NullMarked
package dev.portcullis.adapters.journal;

import org.jspecify.annotations.NullMarked;
