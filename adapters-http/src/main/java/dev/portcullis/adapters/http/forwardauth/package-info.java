/**
 * Forward auth: {@code GET /auth/verify}, which a proxy asks whether a request belongs to a
 * session, and the renewal of that session's tokens. Builds on {@code session} and {@code intake}.
 */
@NullMarked
package dev.portcullis.adapters.http.forwardauth;

import org.jspecify.annotations.NullMarked;
