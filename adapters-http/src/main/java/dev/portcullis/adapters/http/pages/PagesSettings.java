package dev.portcullis.adapters.http.pages;

import dev.portcullis.domain.token.Scope;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the pages are told.
 *
 * @param origin where browsers reach them
 * @param returnTo further origins that users may be sent on to
 * @param home where a user goes who came from nowhere: a path here or a URL at one of the origins
 * @param scope what is asked for at a login here; has to have openid
 * @param webLogin the hosted login that users are sent to when only it can help
 * @param branding a folder whose files take the place of ours
 */
public record PagesSettings(
    WebOrigin origin,
    Seq<WebOrigin> returnTo,
    String home,
    Scope scope,
    Option<String> webLogin,
    Option<Path> branding,
    SessionSettings session,
    ForwardAuthSettings forwardAuth) {

  /** Where a user goes if nothing else is said: a page that says who is logged in. */
  public static final String SIGNED_IN = "/login/done";

  public PagesSettings {
    if (!scope.values().contains("openid")) {
      throw new IllegalArgumentException("scope: " + scope + " (expected: openid among them)");
    }
    if (targets(origin, returnTo).check(home).isEmpty()) {
      throw new IllegalArgumentException(
          "home: " + home + " (expected: a path, or a URL at one of the listed origins)");
    }
  }

  public ReturnTargets targets() {
    return targets(origin, returnTo);
  }

  private static ReturnTargets targets(WebOrigin origin, Seq<WebOrigin> more) {
    return new ReturnTargets(more.append(origin).toSet());
  }

  /**
   * How long a login lasts.
   *
   * @param lifetime at most, from the login on
   * @param idle without a request that shows it
   */
  public record SessionSettings(SessionKeys keys, Duration lifetime, Duration idle) {

    public SessionSettings {
      if (idle.isNegative() || idle.isZero() || idle.compareTo(lifetime) > 0) {
        throw new IllegalArgumentException(
            "idle: " + idle + " (expected: more than nothing, and at most " + lifetime + ")");
      }
    }
  }

  /**
   * How proxies are answered that ask whose a request is.
   *
   * @param enabled whether they are
   * @param redirect whether a browser without a session is sent to the login, instead of a 401
   * @param renewBefore how long before its end an access token is renewed
   */
  public record ForwardAuthSettings(boolean enabled, boolean redirect, Duration renewBefore) {}
}
