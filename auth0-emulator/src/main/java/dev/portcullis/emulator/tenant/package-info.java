/**
 * What a tenant is made of before it starts: applications, connections, users, APIs, attack
 * protection. Start reading at TenantDefinition.
 */
@NullMarked
package dev.portcullis.emulator.tenant;

import org.jspecify.annotations.NullMarked;
