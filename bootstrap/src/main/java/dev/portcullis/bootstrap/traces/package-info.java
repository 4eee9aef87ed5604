/** Traces that are sent to a receiver, and what the metrics say of them. */
@NullMarked
package dev.portcullis.bootstrap.traces;

import org.jspecify.annotations.NullMarked;
