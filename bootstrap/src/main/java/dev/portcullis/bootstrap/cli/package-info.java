/** The commands a person types. */
@NullMarked
package dev.portcullis.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
