/**
 * Multi-factor authentication: enrolled authenticators, mfa tokens, challenges, and the endpoints
 * under /mfa. Start reading at Mfa.
 */
@NullMarked
package dev.portcullis.emulator.mfa;

import org.jspecify.annotations.NullMarked;
