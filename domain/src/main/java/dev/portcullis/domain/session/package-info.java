/**
 * What becomes of a granted login: its tokens are renewed, and in the end revoked. Start at {@link
 * dev.portcullis.domain.session.RefreshOutcome}.
 */
@NullMarked
package dev.portcullis.domain.session;

import org.jspecify.annotations.NullMarked;
