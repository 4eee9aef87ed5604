/**
 * A tenant as a YAML or JSON file: reading it, with all mistakes reported at once, writing it, and
 * its JSON Schema. Start reading at TenantFile; depends on {@code tenant} and the codec.
 */
@NullMarked
package dev.portcullis.emulator.tenantfile;

import org.jspecify.annotations.NullMarked;
