/**
 * The definition of a tenant: applications, connections, users, APIs, options. Start reading at
 * TenantDefinition; depends on {@code tenant.protection} and {@code address} alone.
 */
@NullMarked
package dev.portcullis.emulator.tenant;

import org.jspecify.annotations.NullMarked;
