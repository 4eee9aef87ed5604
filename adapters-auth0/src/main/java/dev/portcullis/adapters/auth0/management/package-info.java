/**
 * Auth0's Management API: {@link dev.portcullis.adapters.auth0.management.ManagementApi its calls}
 * and {@link dev.portcullis.adapters.auth0.management.ManagementTokens the token that they need}.
 * Depends on {@code settings}, {@code token} and {@code transport}; {@code reset} and {@code
 * doctor} build on it.
 */
@NullMarked
package dev.portcullis.adapters.auth0.management;

import org.jspecify.annotations.NullMarked;
