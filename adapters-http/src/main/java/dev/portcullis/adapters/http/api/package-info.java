/** The JSON API under {@code /api/auth}, health and description. */
@NullMarked
package dev.portcullis.adapters.http.api;

import org.jspecify.annotations.NullMarked;
