/** Adapters that keep their state in the memory of one process; for a single instance. */
@NullMarked
package dev.portcullis.adapters.memory;

import org.jspecify.annotations.NullMarked;
