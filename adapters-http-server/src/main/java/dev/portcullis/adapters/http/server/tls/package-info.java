/**
 * Certificates and keys of the listeners: what can be set, what is read from the files and when,
 * and which certificate a client gets. Uses the JDK's TLS alone. Start at {@link
 * dev.portcullis.adapters.http.server.tls.TlsSettings}.
 */
@NullMarked
package dev.portcullis.adapters.http.server.tls;

import org.jspecify.annotations.NullMarked;
