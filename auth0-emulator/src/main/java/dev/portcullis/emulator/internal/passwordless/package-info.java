/** Logins with one-time codes: the codes, the endpoints that send them, and their check. */
@NullMarked
package dev.portcullis.emulator.internal.passwordless;

import org.jspecify.annotations.NullMarked;
