package dev.portcullis.adapters.auth0;

import feign.RequestLine;

/** Auth0's second factor, as Feign sees it; {@link MfaCalls} writes the requests. */
interface Auth0MfaApi {

  @RequestLine("GET /mfa/authenticators")
  HttpReply authenticators(MfaRequest.Authenticators request) throws HttpFault;

  @RequestLine("POST /mfa/challenge")
  HttpReply challenge(MfaRequest.Challenge request) throws HttpFault;

  @RequestLine("POST /mfa/associate")
  HttpReply associate(MfaRequest.Associate request) throws HttpFault;
}
