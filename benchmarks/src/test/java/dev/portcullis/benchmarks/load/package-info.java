/**
 * Load that no build runs: slow and idle connections, memory, hostile input, each against the
 * distribution in a process of its own. Requires Linux; docs/explanation/performance.md has the
 * commands.
 */
@NullMarked
package dev.portcullis.benchmarks.load;

import org.jspecify.annotations.NullMarked;
