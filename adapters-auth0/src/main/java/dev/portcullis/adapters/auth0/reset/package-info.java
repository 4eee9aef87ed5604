/** Password resets: mails and tickets. */
@NullMarked
package dev.portcullis.adapters.auth0.reset;

import org.jspecify.annotations.NullMarked;
