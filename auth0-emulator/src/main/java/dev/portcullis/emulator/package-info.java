/**
 * An Auth0 tenant in one JVM, for tests and demonstrations: start at {@link
 * dev.portcullis.emulator.Auth0Emulator}. Depends on no other Portcullis module, so that it can
 * judge them.
 */
@NullMarked
package dev.portcullis.emulator;

import org.jspecify.annotations.NullMarked;
