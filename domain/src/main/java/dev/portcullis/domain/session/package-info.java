/**
 * What follows a granted login: renewing its tokens, and in the end revoking them. Start at {@link
 * dev.portcullis.domain.session.RefreshOutcome}.
 */
@NullMarked
package dev.portcullis.domain.session;

import org.jspecify.annotations.NullMarked;
