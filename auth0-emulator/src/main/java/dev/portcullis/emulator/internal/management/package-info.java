/** The Management API v2 endpoints, password-reset requests and discovery documents. */
@NullMarked
package dev.portcullis.emulator.internal.management;

import org.jspecify.annotations.NullMarked;
