/**
 * One HTTP request, sent at most once: the Feign views, connections, deadlines, and replies
 * (docs/adr/0004). Start reading at {@link dev.portcullis.adapters.auth0.transport.HttpCoreClient};
 * views are made by {@link dev.portcullis.adapters.auth0.transport.FeignFactory}. Depends on {@code
 * settings} alone.
 */
@NullMarked
package dev.portcullis.adapters.auth0.transport;

import org.jspecify.annotations.NullMarked;
