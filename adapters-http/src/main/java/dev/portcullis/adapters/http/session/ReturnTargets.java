package dev.portcullis.adapters.http.session;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a user may be sent after a login or logout. A target that browsers could read differently
 * is refused: nothing is repaired, decoded or normalised.
 */
public final class ReturnTargets {

  private static final int MAX_LENGTH = 2048;

  private final WebOrigin own;
  private final Set<WebOrigin> origins;

  /**
   * Creates the list of allowed targets.
   *
   * @param own the origin of the login pages
   * @param more further origins that absolute targets may be at
   */
  public ReturnTargets(WebOrigin own, Iterable<WebOrigin> more) {
    this.own = own;
    this.origins = HashSet.of(own).addAll(more);
  }

  /** The origin of the login pages. */
  public WebOrigin own() {
    return own;
  }

  /** The target as it was given: a path of this origin, or a URL at one of the listed origins. */
  public Option<String> check(String target) {
    if (target.isEmpty() || target.length() > MAX_LENGTH || !target.chars().allMatch(this::plain)) {
      return Option.none();
    }
    try {
      URI uri = new URI(target);
      return (target.startsWith("/") ? isPath(target, uri) : isListed(uri))
          ? Option.of(target)
          : Option.none();
    } catch (URISyntaxException e) {
      return Option.none();
    }
  }

  /** Printable ASCII without the backslash, which browsers treat as a slash. */
  private boolean plain(int c) {
    return c > 0x20 && c < 0x7F && c != '\\';
  }

  private static boolean isPath(String target, URI uri) {
    if (uri.isAbsolute() || uri.getRawAuthority() != null) {
      return false;
    }
    // Of the text itself: the parsed path of ///host is /host. What servers behind us may decode or
    // normalise must not become //host either.
    String path = target.split("[?#]", 2)[0];
    return !path.matches("(?i).*(//|/\\.{1,2}(/|$)|%2f|%5c|%2e).*");
  }

  private boolean isListed(URI uri) {
    return uri.isAbsolute()
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawAuthority()
            .matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?")
        && origins.contains(WebOrigin.of(uri));
  }
}
