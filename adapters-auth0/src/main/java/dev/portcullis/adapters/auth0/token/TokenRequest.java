package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;

/** What differs from one request with the client's own credentials to the next. */
public sealed interface TokenRequest {

  /** The password grant, or that of a realm. */
  record Password(Credentials credentials, GrantRequest request) implements TokenRequest {}

  /** The refresh token grant (RFC 6749 section 6). */
  record Refresh(RefreshToken token, Option<Scope> scope) implements TokenRequest {}

  /** The grants of a second factor. */
  record Mfa(MfaToken token, MfaProof proof) implements TokenRequest {}

  /** The client credentials grant of another application (RFC 6749 section 4.4). */
  record Management(TicketSettings settings) implements TokenRequest {}

  /** No grant: the end of a token (RFC 7009). */
  record Revocation(RefreshToken token) implements TokenRequest {}
}
