/** The commands of the program, one class each. May depend on everything else in bootstrap. */
@NullMarked
package dev.portcullis.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
