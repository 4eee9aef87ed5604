/** Resources of the Management API that are kept as data, from a table of kinds. */
@NullMarked
package dev.portcullis.emulator.internal.kept;

import org.jspecify.annotations.NullMarked;
