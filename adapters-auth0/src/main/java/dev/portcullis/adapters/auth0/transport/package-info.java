/** One HTTP request, sent at most once: connections, deadlines, replies. */
@NullMarked
package dev.portcullis.adapters.auth0.transport;

import org.jspecify.annotations.NullMarked;
