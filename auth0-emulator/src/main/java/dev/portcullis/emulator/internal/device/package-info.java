/** The device flow (RFC 8628): device codes, and the endpoint that issues them. */
@NullMarked
package dev.portcullis.emulator.internal.device;

import org.jspecify.annotations.NullMarked;
