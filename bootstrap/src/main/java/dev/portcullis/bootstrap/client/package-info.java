/**
 * Whether the tenant accepts the application's own id and secret: proved at the start, watched
 * afterwards ({@link dev.portcullis.bootstrap.client.ClientWatch}), with new secrets from their
 * files.
 */
@NullMarked
package dev.portcullis.bootstrap.client;

import org.jspecify.annotations.NullMarked;
