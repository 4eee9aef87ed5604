/** JSON documents that are kept as they were written. */
@NullMarked
package dev.portcullis.emulator.internal.documents;

import org.jspecify.annotations.NullMarked;
