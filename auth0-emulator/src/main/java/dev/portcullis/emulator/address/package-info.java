/**
 * Network addresses as the tenant compares them: strict literals and allowlists, never a name
 * look-up.
 */
@NullMarked
package dev.portcullis.emulator.address;

import org.jspecify.annotations.NullMarked;
