/**
 * The settings of attack protection and rate limits, as the Management API has them. Part of a
 * TenantDefinition; depends on {@code address} alone.
 */
@NullMarked
package dev.portcullis.emulator.tenant.protection;

import org.jspecify.annotations.NullMarked;
