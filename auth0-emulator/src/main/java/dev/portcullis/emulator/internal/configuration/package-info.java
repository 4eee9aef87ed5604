/**
 * The tenant's configuration while it runs. Read and changed by the endpoints, the page and tests;
 * depends on {@code tenant} alone.
 */
@NullMarked
package dev.portcullis.emulator.internal.configuration;

import org.jspecify.annotations.NullMarked;
