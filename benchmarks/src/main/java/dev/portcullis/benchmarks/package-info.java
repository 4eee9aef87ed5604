/**
 * What one decision about an address costs, beside the same decision by other libraries. Nothing
 * here is shipped, and nothing depends on it; start at {@link
 * dev.portcullis.benchmarks.DecisionBenchmark}.
 */
@NullMarked
package dev.portcullis.benchmarks;

import org.jspecify.annotations.NullMarked;
