/** Password resets: the answer to a request, and whether one was started. */
@NullMarked
package dev.portcullis.domain.reset;

import org.jspecify.annotations.NullMarked;
