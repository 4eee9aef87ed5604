/** What the use cases share to record what happened. */
@NullMarked
package dev.portcullis.application.journal;

import org.jspecify.annotations.NullMarked;
