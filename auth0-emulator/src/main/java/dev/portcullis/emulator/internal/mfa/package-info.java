/**
 * Multi-factor authentication: enrolled authenticators, pending logins, challenges, code checks,
 * and the endpoints under /mfa. Start reading at Mfa.
 */
@NullMarked
package dev.portcullis.emulator.internal.mfa;

import org.jspecify.annotations.NullMarked;
