/**
 * Requests and replies as plain values, their decoding, and the classes that bind them to Jetty.
 */
@NullMarked
package dev.portcullis.emulator.internal.http;

import org.jspecify.annotations.NullMarked;
