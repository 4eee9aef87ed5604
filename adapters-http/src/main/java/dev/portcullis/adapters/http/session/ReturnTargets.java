package dev.portcullis.adapters.http.session;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Either;
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

  /** All origins that absolute targets may be at, separated by commas. */
  public String origins() {
    return origins.map(WebOrigin::text).toSortedSet().mkString(", ");
  }

  /** Why a target is refused. */
  public enum Problem {
    TOO_LONG("is longer than " + MAX_LENGTH + " characters"),
    CHARACTERS("has characters other than printable ASCII; percent-encode them as UTF-8"),
    NO_URL("is neither a path nor an absolute URL whose path browsers and servers read alike"),
    NOT_LISTED("is at an origin that is neither pages.origin nor in pages.return-to"),
    AMBIGUOUS(
        "has a path that leads elsewhere once it is decoded or resolved: //, dot segments, or an"
            + " encoded slash, backslash, dot or control character");

    private final String explanation;

    Problem(String explanation) {
      this.explanation = explanation;
    }

    /** What is wrong, as the predicate of a sentence about the target. */
    public String explanation() {
      return explanation;
    }
  }

  /** The target, if it is a path of this origin or a URL at one of the listed origins. */
  public Option<ReturnTarget> parse(String target) {
    return check(target).toOption();
  }

  /** The same, or why it is refused. */
  public Either<Problem, ReturnTarget> check(String target) {
    if (target.length() > MAX_LENGTH) {
      return Either.left(Problem.TOO_LONG);
    }
    if (!target.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      return Either.left(Problem.CHARACTERS);
    }
    String front = target.split("[?#]", 2)[0];
    try {
      // Refuses backslashes, which browsers treat as slashes, and percent signs that escape
      // nothing.
      URI uri = new URI(front);
      if (!front.startsWith("/")) {
        if (!isAbsolute(uri)) {
          return Either.left(Problem.NO_URL);
        }
        if (!origins.contains(WebOrigin.of(uri))) {
          return Either.left(Problem.NOT_LISTED);
        }
      }
      String path = front.startsWith("/") ? front : uri.getRawPath();
      return AMBIGUOUS_PATH.matcher(path).find()
          ? Either.left(Problem.AMBIGUOUS)
          : Either.right(new ReturnTarget(target));
    } catch (URISyntaxException e) {
      return Either.left(Problem.NO_URL);
    }
  }

  private static boolean isAbsolute(URI uri) {
    return uri.isAbsolute()
        && uri.getHost() != null
        && AUTHORITY.matcher(uri.getRawAuthority()).matches();
  }
}
