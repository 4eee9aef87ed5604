/**
 * Password resets: by a mail that Auth0 sends, or by a ticket of the Management API that the
 * operator's own mailer delivers. Depends on {@code settings}, {@code token}, {@code transport} and
 * {@code management}.
 */
@NullMarked
package dev.portcullis.adapters.auth0.reset;

import org.jspecify.annotations.NullMarked;
