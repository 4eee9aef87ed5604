/**
 * Adapters that keep their state in files of one machine, so that it outlives the process. May
 * depend on the application; start at {@link dev.portcullis.adapters.file.FileRevokedSessions}.
 */
@NullMarked
package dev.portcullis.adapters.file;

import org.jspecify.annotations.NullMarked;
