/** The endpoints of the Management API v2 and the discovery documents. */
@NullMarked
package dev.portcullis.emulator.internal.management;

import org.jspecify.annotations.NullMarked;
