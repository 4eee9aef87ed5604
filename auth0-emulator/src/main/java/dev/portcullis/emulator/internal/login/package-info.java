/** Checks of a password, with attack protection, for every way to log in. */
@NullMarked
package dev.portcullis.emulator.internal.login;

import org.jspecify.annotations.NullMarked;
