/**
 * The stand-alone server's binding of {@link dev.portcullis.adapters.http.HttpApi}: listeners,
 * PROXY protocol, graceful stop. Only this package uses the HTTP server's classes; only bootstrap
 * depends on it. Start at {@link dev.portcullis.adapters.http.server.GatewayServer}.
 */
@NullMarked
package dev.portcullis.adapters.http.server;

import org.jspecify.annotations.NullMarked;
