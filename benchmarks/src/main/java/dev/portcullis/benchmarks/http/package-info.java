/** Benchmarks of the HTTP API. */
@NullMarked
package dev.portcullis.benchmarks.http;

import org.jspecify.annotations.NullMarked;
