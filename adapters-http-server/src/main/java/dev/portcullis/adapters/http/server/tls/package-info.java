/**
 * Certificates and keys of the listeners: what can be set, what is read from the files and when,
 * which certificate a client gets, and what a client's own certificate names. Uses the JDK's TLS
 * alone. Start at {@link dev.portcullis.adapters.http.server.tls.TlsSettings}.
 */
@NullMarked
package dev.portcullis.adapters.http.server.tls;

import org.jspecify.annotations.NullMarked;
