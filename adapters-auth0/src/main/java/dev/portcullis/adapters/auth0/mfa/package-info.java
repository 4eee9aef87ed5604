/**
 * The MFA API: authenticators, challenges, enrollment, and what its answers mean. Start reading at
 * {@link dev.portcullis.adapters.auth0.mfa.Auth0MfaProvider}. Depends on {@code settings}, {@code
 * token} and {@code transport}.
 */
@NullMarked
package dev.portcullis.adapters.auth0.mfa;

import org.jspecify.annotations.NullMarked;
