/**
 * The token endpoint and token revocation: the requests, and what their answers mean. Start reading
 * at {@link dev.portcullis.adapters.auth0.token.Auth0CredentialVerifier}; Auth0's error codes are
 * read in {@link dev.portcullis.adapters.auth0.token.Auth0Answers}. Depends on {@code settings} and
 * {@code transport}.
 */
@NullMarked
package dev.portcullis.adapters.auth0.token;

import org.jspecify.annotations.NullMarked;
