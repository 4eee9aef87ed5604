/** What followed a login with a leaked password. */
@NullMarked
package dev.portcullis.domain.breach;

import org.jspecify.annotations.NullMarked;
