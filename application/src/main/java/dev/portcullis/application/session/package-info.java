/** Renews and revokes the tokens of a login. */
@NullMarked
package dev.portcullis.application.session;

import org.jspecify.annotations.NullMarked;
