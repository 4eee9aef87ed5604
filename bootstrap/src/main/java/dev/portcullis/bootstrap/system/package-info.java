/**
 * The machine's clock: the only place of the program that reads it. Everything else receives time
 * as an {@link java.time.InstantSource}.
 */
@NullMarked
package dev.portcullis.bootstrap.system;

import org.jspecify.annotations.NullMarked;
