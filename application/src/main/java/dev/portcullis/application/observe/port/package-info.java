/** Where traces and meters of calls go. */
@NullMarked
package dev.portcullis.application.observe.port;

import org.jspecify.annotations.NullMarked;
