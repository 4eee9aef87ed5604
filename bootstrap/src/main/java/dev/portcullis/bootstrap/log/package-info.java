/** The format and level of the process log. Depends on nothing else of Portcullis. */
@NullMarked
package dev.portcullis.bootstrap.log;

import org.jspecify.annotations.NullMarked;
