package dev.portcullis.adapters.http.forwardauth;

import java.time.Duration;

/**
 * How proxies are answered that ask whether a request belongs to a session.
 *
 * @param enabled whether the endpoint exists
 * @param redirect whether a browser without a session that opens a page is redirected to the login;
 *     otherwise 401
 * @param renewBefore how long before it expires an access token is renewed
 * @param preflight whether preflights, which never carry a session, are passed on without a user
 */
public record ForwardAuthSettings(
    boolean enabled, boolean redirect, Duration renewBefore, boolean preflight) {

  /** Settings that refuse preflights. */
  public ForwardAuthSettings(boolean enabled, boolean redirect, Duration renewBefore) {
    this(enabled, redirect, renewBefore, false);
  }

  /** The same, which pass preflights on or refuse them. */
  public ForwardAuthSettings withPreflight(boolean value) {
    return new ForwardAuthSettings(enabled, redirect, renewBefore, value);
  }
}
