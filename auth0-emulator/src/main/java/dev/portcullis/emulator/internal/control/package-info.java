/** What developers and tests do to the emulator, under /emulator: nothing a real tenant has. */
@NullMarked
package dev.portcullis.emulator.internal.control;

import org.jspecify.annotations.NullMarked;
