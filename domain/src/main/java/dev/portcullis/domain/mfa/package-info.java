/**
 * The second step of a login whose password was right: enrol if there is no factor yet, challenge,
 * verify. Start at {@link dev.portcullis.domain.mfa.MfaOutcome}.
 */
@NullMarked
package dev.portcullis.domain.mfa;

import org.jspecify.annotations.NullMarked;
