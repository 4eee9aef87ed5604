/**
 * POST /oauth/token: client authentication, the checks in their order, the error table, and the
 * tokens.
 */
@NullMarked
package dev.portcullis.emulator.internal.token;

import org.jspecify.annotations.NullMarked;
