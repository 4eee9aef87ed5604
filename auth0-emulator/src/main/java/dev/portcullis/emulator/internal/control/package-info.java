/** The control API under /emulator, for developers and tests; a real tenant has none of it. */
@NullMarked
package dev.portcullis.emulator.internal.control;

import org.jspecify.annotations.NullMarked;
