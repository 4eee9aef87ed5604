/**
 * Requests and replies as plain values, their decoding, and the one class that binds them to
 * Helidon.
 */
@NullMarked
package dev.portcullis.emulator.internal.http;

import org.jspecify.annotations.NullMarked;
