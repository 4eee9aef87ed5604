/**
 * The inbound HTTP API. Handlers are written against {@link
 * dev.portcullis.adapters.http.exchange.GatewayRequest} and {@link
 * dev.portcullis.adapters.http.exchange.Reply}, which know no server; {@link
 * dev.portcullis.adapters.http.server.GatewayServer} alone binds them to one. Depends on
 * application and domain, never on another adapter. Start at {@link
 * dev.portcullis.adapters.http.api.LoginEndpoint}.
 */
@NullMarked
package dev.portcullis.adapters.http;

import org.jspecify.annotations.NullMarked;
