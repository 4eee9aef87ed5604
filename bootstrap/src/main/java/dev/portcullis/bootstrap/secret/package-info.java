/**
 * The secrets that a running gateway reads again from their files, but for the application's own
 * ({@link dev.portcullis.bootstrap.client}) and the session keys. Start at {@link
 * dev.portcullis.bootstrap.secret.LiveSecrets}.
 */
@NullMarked
package dev.portcullis.bootstrap.secret;

import org.jspecify.annotations.NullMarked;
