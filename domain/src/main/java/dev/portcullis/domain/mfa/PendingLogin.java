package dev.portcullis.domain.mfa;

import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.token.MfaToken;

/** A login that waits for its second step, and who takes it. */
public record PendingLogin(Requester requester, MfaToken token) {}
