/** The operations of the Management API with the properties and query parameters that they take. */
@NullMarked
package dev.portcullis.emulator.schema;

import org.jspecify.annotations.NullMarked;
