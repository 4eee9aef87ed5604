/**
 * The object graph of the program, wired by Dagger: a component for each way of running, and
 * modules without conditionals. A difference between two ways is another module or an argument of
 * the component. Start at {@link dev.portcullis.bootstrap.wiring.ProductionComponent}.
 */
@NullMarked
package dev.portcullis.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
