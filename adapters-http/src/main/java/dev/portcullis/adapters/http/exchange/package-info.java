/** A request and its reply, without a server: routing, problems, JSON. */
@NullMarked
package dev.portcullis.adapters.http.exchange;

import org.jspecify.annotations.NullMarked;
