/**
 * Signing keys and password hashing that an emulator can be started with. Start reading at
 * TokenKeys; depends on {@code tenant} alone.
 */
@NullMarked
package dev.portcullis.emulator.crypto;

import org.jspecify.annotations.NullMarked;
