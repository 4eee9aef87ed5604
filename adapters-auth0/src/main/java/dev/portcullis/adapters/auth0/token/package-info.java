/** The token endpoint: logins, refresh, revocation, and what its answers mean. */
@NullMarked
package dev.portcullis.adapters.auth0.token;

import org.jspecify.annotations.NullMarked;
