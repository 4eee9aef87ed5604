/**
 * The system's time, randomness, memory and files that change; depends on nothing else of
 * Portcullis.
 */
@NullMarked
package dev.portcullis.bootstrap.system;

import org.jspecify.annotations.NullMarked;
