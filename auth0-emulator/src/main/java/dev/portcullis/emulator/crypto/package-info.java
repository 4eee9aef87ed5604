/**
 * Signing keys and password hashing that an emulator can be started with. Start reading at
 * TokenKeys; depends on {@code tenant} and {@code clock}.
 */
@NullMarked
package dev.portcullis.emulator.crypto;

import org.jspecify.annotations.NullMarked;
