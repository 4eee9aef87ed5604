/**
 * The JSON API under {@code /api/auth}, its OpenAPI description, and the endpoint that a tenant's
 * log stream delivers to. An endpoint class reads a request, a {@code …Replies} class writes the
 * outcome. Builds on {@code intake} and {@code exchange}.
 */
@NullMarked
package dev.portcullis.adapters.http.api;

import org.jspecify.annotations.NullMarked;
