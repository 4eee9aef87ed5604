/** What became of the password reset that a leaked password calls for. */
@NullMarked
package dev.portcullis.domain.breach;

import org.jspecify.annotations.NullMarked;
