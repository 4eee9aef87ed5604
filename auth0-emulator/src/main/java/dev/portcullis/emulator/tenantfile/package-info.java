/**
 * The tenant as a file, YAML or JSON: reading it with every mistake at once, writing it, and its
 * JSON Schema. Start reading at TenantFile.
 */
@NullMarked
package dev.portcullis.emulator.tenantfile;

import org.jspecify.annotations.NullMarked;
