/** The system's time and randomness; depends on nothing else of Portcullis. */
@NullMarked
package dev.portcullis.bootstrap.system;

import org.jspecify.annotations.NullMarked;
