package dev.portcullis.adapters.http.forwardauth;

import java.time.Duration;

/**
 * How proxies are answered that ask whether a request belongs to a session.
 *
 * @param enabled whether the endpoint exists
 * @param redirect whether a browser without a session is redirected to the login; otherwise 401
 * @param renewBefore how long before it expires an access token is renewed
 */
public record ForwardAuthSettings(boolean enabled, boolean redirect, Duration renewBefore) {}
