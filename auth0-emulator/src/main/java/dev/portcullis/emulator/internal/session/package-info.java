/** The sessions that browsers have with the tenant. */
@NullMarked
package dev.portcullis.emulator.internal.session;

import org.jspecify.annotations.NullMarked;
