/**
 * The inbound HTTP API without a server. Start at {@link dev.portcullis.adapters.http.HttpApi}: it
 * composes the endpoints of the packages below and answers requests. A server's binding depends on
 * this package and on {@code exchange}. Nothing below depends on this package.
 *
 * <p>{@code exchange} ← {@code intake} ← {@code api}, {@code admin}; {@code session} ← {@code
 * forwardauth}, {@code pages}. Depends on application and domain, never on another adapter.
 */
@NullMarked
package dev.portcullis.adapters.http;

import org.jspecify.annotations.NullMarked;
