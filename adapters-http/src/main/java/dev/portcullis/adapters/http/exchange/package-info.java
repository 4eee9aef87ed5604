/**
 * Requests, replies, endpoints and problems (RFC 9457), independent of any server. Every other
 * package of this module builds on this one; it builds on the domain.
 */
@NullMarked
package dev.portcullis.adapters.http.exchange;

import org.jspecify.annotations.NullMarked;
