/** The stand-alone server in front of the HTTP API: listeners, PROXY protocol. */
@NullMarked
package dev.portcullis.adapters.http.server;

import org.jspecify.annotations.NullMarked;
