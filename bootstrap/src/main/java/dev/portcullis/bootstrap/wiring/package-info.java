/**
 * Which object goes where: a component per way of running, and modules without conditionals. What
 * differs between two ways is a different module or an argument of the component.
 */
@NullMarked
package dev.portcullis.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
