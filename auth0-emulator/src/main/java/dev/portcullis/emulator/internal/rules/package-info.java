/** What decides whether tokens are issued, and what is in them, once the user is known. */
@NullMarked
package dev.portcullis.emulator.internal.rules;

import org.jspecify.annotations.NullMarked;
