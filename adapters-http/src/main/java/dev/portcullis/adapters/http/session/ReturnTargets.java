package dev.portcullis.adapters.http.session;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where users may be sent after a login or logout. A target that browsers could read differently is
 * refused, and so is one that becomes another when a server decodes its path once: nothing is
 * repaired, decoded or normalised. The query and the fragment decide nothing about where a target
 * leads (WHATWG URL standard, section 4.4), so they may hold any printable ASCII.
 */
public final class ReturnTargets {

  private static final int MAX_LENGTH = 2048;

  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  /**
   * Slashes that start an authority, dot segments, and what decodes to a slash, a backslash, a dot
   * or a control character. Browsers drop some control characters: without its tab, {@code
   * /%09/host} decodes to {@code //host}.
   */
  private static final Pattern AMBIGUOUS_PATH =
      Pattern.compile("//|/\\.{1,2}(/|$)|%(2[ef]|5c|[01][0-9a-f]|7f)", Pattern.CASE_INSENSITIVE);

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

  /** The target, if it is a path of this origin or a URL at one of the listed origins. */
  public Option<ReturnTarget> parse(String target) {
    if (target.length() > MAX_LENGTH || !target.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      return Option.none();
    }
    String front = target.split("[?#]", 2)[0];
    try {
      // Refuses backslashes, which browsers treat as slashes, and percent signs that escape
      // nothing.
      URI uri = new URI(front);
      boolean leadsThere =
          front.startsWith("/")
              ? !AMBIGUOUS_PATH.matcher(front).find()
              : isListed(uri) && !AMBIGUOUS_PATH.matcher(uri.getRawPath()).find();
      return Option.when(leadsThere, () -> new ReturnTarget(target));
    } catch (URISyntaxException e) {
      return Option.none();
    }
  }

  private boolean isListed(URI uri) {
    return uri.isAbsolute()
        && uri.getHost() != null
        && AUTHORITY.matcher(uri.getRawAuthority()).matches()
        && origins.contains(WebOrigin.of(uri));
  }
}
