package dev.portcullis.adapters.http.session;

import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a user may be sent on to. Whatever browsers and this disagree about is refused: nothing is
 * mended, decoded or normalised.
 */
public final class ReturnTargets {

  private static final int MAX_LENGTH = 2048;

  private final Set<WebOrigin> origins;

  /**
   * @param origins those that absolute targets may be at
   */
  public ReturnTargets(Set<WebOrigin> origins) {
    this.origins = origins;
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

  /** Printable ASCII without the backslash, which browsers take for a slash. */
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
