/** The MFA API: authenticators, challenges, enrolment, and what its answers mean. */
@NullMarked
package dev.portcullis.adapters.auth0.mfa;

import org.jspecify.annotations.NullMarked;
