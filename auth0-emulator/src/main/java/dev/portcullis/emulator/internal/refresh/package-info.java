/** Refresh tokens: their families, lifetimes and rotation. */
@NullMarked
package dev.portcullis.emulator.internal.refresh;

import org.jspecify.annotations.NullMarked;
