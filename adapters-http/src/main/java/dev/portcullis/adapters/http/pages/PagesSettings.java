package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.forwardauth.ForwardAuthSettings;
import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.adapters.http.session.SessionSettings;
import dev.portcullis.domain.token.Scope;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.nio.file.Path;

/**
 * The settings of the login pages.
 *
 * @param origin where browsers reach the pages
 * @param returnTo further origins that users may be sent to after the login
 * @param home where a user goes if no target was given: a path here or a URL at one of the origins
 * @param scope requested at every login here; must contain {@code openid}
 * @param webLogin the provider's hosted login, offered where only it can help
 * @param branding a folder whose files replace the built-in ones
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

  /** The default of {@code home}: a page that shows who is logged in. */
  public static final String SIGNED_IN = "/login/done";

  public PagesSettings {
    if (!scope.values().contains("openid")) {
      throw new IllegalArgumentException("scope: " + scope + " (expected: openid among them)");
    }
    if (targets(origin, returnTo).parse(home).isEmpty()) {
      throw new IllegalArgumentException(
          "home: " + home + " (expected: a path, or a URL at one of the listed origins)");
    }
  }

  public ReturnTargets targets() {
    return targets(origin, returnTo);
  }

  private static ReturnTargets targets(WebOrigin origin, Seq<WebOrigin> more) {
    return new ReturnTargets(origin, more);
  }
}
