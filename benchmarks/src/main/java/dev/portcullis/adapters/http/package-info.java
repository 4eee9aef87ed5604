/** Benchmarks of what the HTTP adapter keeps to itself; nothing ships from here. */
@NullMarked
package dev.portcullis.adapters.http;

import org.jspecify.annotations.NullMarked;
