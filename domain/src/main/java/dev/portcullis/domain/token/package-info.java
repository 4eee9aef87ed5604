/** The tokens of a granted login; none of them prints itself. */
@NullMarked
package dev.portcullis.domain.token;

import org.jspecify.annotations.NullMarked;
