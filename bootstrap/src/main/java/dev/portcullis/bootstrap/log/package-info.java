/** How the log of the process is written. */
@NullMarked
package dev.portcullis.bootstrap.log;

import org.jspecify.annotations.NullMarked;
