package dev.portcullis.adapters.auth0.mfa;

import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import feign.RequestLine;

/** {@code /mfa/*} as Feign sees it; {@link MfaCalls} writes the requests. */
interface Auth0MfaApi {

  @RequestLine("GET /mfa/authenticators")
  HttpReply authenticators(MfaRequest.Authenticators request) throws HttpFault;

  @RequestLine("POST /mfa/challenge")
  HttpReply challenge(MfaRequest.Challenge request) throws HttpFault;

  @RequestLine("POST /mfa/associate")
  HttpReply associate(MfaRequest.Associate request) throws HttpFault;
}
