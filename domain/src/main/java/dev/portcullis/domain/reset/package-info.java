/** A password reset that a user asks for. */
@NullMarked
package dev.portcullis.domain.reset;

import org.jspecify.annotations.NullMarked;
