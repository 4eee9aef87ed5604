package dev.portcullis.domain.session;

import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;

/**
 * One use of a refresh token (RFC 6749 section 6).
 *
 * @param scope a part of what was granted; without one, all of it
 */
public record Renewal(Requester requester, RefreshToken token, Option<Scope> scope) {}
