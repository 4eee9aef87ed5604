/** Hosted login: {@code /authorize}, its pages, the tenant's sessions and logout. */
@NullMarked
package dev.portcullis.emulator.internal.hosted;

import org.jspecify.annotations.NullMarked;
