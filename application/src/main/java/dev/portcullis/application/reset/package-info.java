/** Starts password resets, for a leaked password and on request. */
@NullMarked
package dev.portcullis.application.reset;

import org.jspecify.annotations.NullMarked;
