/**
 * Multi-factor authentication: enrolled authenticators, mfa tokens, challenges, and the endpoints
 * under /mfa. Start reading at Mfa.
 */
@NullMarked
package dev.portcullis.emulator.internal.mfa;

import org.jspecify.annotations.NullMarked;
