/**
 * An Auth0 tenant in one JVM, for tests and demonstrations: start at {@link
 * dev.portcullis.emulator.Auth0Emulator}. The public packages are this one, {@code address}, {@code
 * clock}, {@code crypto}, {@code observed}, {@code tenant} and {@code tenantfile}; {@code internal}
 * may change at any time. Depends on no other Portcullis module, so that tests against it find the
 * gateway's mistakes.
 */
@NullMarked
package dev.portcullis.emulator;

import org.jspecify.annotations.NullMarked;
