/**
 * Auth0 as the provider: its token endpoint, its reset mails, and the HTTP client that reaches them
 * with the promise of one POST for one login (docs/adr/0004). Depends on application and domain;
 * only bootstrap may depend on it, through {@link dev.portcullis.adapters.auth0.Auth0Client}. Start
 * reading at {@code Auth0CredentialVerifier}; what Auth0's words mean is in {@code Auth0Answers}.
 */
@NullMarked
package dev.portcullis.adapters.auth0;

import org.jspecify.annotations.NullMarked;
