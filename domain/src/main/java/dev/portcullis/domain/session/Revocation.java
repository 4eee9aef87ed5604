package dev.portcullis.domain.session;

import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.token.RefreshToken;

/** The end of a refresh token, and of all that descend from the same login (RFC 7009). */
public record Revocation(Requester requester, RefreshToken token) {}
