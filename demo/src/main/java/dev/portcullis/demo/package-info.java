/**
 * The developer's program: the production commands, the {@code demo} with its tour and the {@code
 * emulator} alone. May depend on the gateway's program and on the emulator; nothing depends on it.
 * Start at {@link dev.portcullis.demo.Main}.
 */
@NullMarked
package dev.portcullis.demo;

import org.jspecify.annotations.NullMarked;
