/** The tenant's clock, which tests and the page can move ahead. Depends on no other package. */
@NullMarked
package dev.portcullis.emulator.clock;

import org.jspecify.annotations.NullMarked;
