package dev.portcullis.adapters.http.intake;

import static dev.portcullis.application.journal.HttpRefusal.CROSS_SITE;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Which pages may call the API from a browser: those of its own origin and those of listed origins.
 *
 * <p>Any page can make its visitor's browser post to another origin, without being able to read the
 * reply. A few wrong passwords posted so would block a user at the user's own address. Browsers
 * state in {@code Sec-Fetch-Site} (Fetch Metadata Request Headers) and {@code Origin} (Fetch
 * standard) whose page sends a request, and no script can change that:
 *
 * <ul>
 *   <li>A page of another origin is refused unless its origin is listed, also if it is of the same
 *       site.
 *   <li>Older browsers, and all browsers over HTTP without TLS, send no {@code Sec-Fetch-Site}.
 *       There a form with the {@code Origin} of another host is refused. JSON needs a preflight,
 *       which only listed origins pass.
 *   <li>Clients that are no browsers send neither header and are not affected. A back end must not
 *       copy these headers from its own clients' requests.
 * </ul>
 *
 * The pages of listed origins may read the replies: they get the answers of the CORS protocol, for
 * their own origin and never with credentials. Immutable.
 */
public final class CallerOrigins {

  /** No origin but the API's own. */
  public static final CallerOrigins NONE = new CallerOrigins(HashSet.empty(), Option.none());

  private static final String ORIGIN = "Origin";

  /** What a Sec-Fetch-Site of the API's own pages, or of no page at all, says. */
  private static final Set<String> OWN_SITES = HashSet.of("same-origin", "none");

  private static final Set<String> SAFE_METHODS = HashSet.of("GET", "HEAD", "OPTIONS");

  /** The most that Chromium keeps the answer to a preflight, in seconds. */
  private static final String MAX_AGE = "7200";

  private final Set<String> listed;
  private final Option<WebOrigin> own;

  private CallerOrigins(Set<String> listed, Option<WebOrigin> own) {
    this.listed = listed;
    this.own = own;
  }

  /** The API's own origin and these. */
  public static CallerOrigins of(Iterable<WebOrigin> listed) {
    return new CallerOrigins(HashSet.ofAll(listed).map(WebOrigin::text), Option.none());
  }

  /**
   * The same, where the API's own origin is known. Otherwise only {@code Host} shows it, which a
   * proxy may have replaced; {@code X-Forwarded-Host} is not read.
   */
  public CallerOrigins withOwn(WebOrigin origin) {
    return new CallerOrigins(listed, Option.of(origin));
  }

  /**
   * The reply of {@code api}, with what the browser needs to show it to a page of a listed origin;
   * or the answer to a preflight; or the refusal of another page.
   *
   * @param methods the methods of the request's path
   */
  public Reply guard(
      GatewayRequest request,
      RequestId id,
      Set<String> methods,
      Refusals refusals,
      Supplier<Reply> api) {
    Seq<String> origins = request.origin().headers().named(ORIGIN);
    boolean isListed = origins.size() == 1 && listed.contains(origins.head());
    Reply reply;
    if (isPreflight(request, origins)) {
      reply = isListed ? preflight(methods, id) : refusals.refuse(CROSS_SITE, detail(origins), id);
    } else if (isListed || SAFE_METHODS.contains(request.method()) || isOwn(request, origins)) {
      reply = api.get();
    } else {
      reply = refusals.refuse(CROSS_SITE, detail(origins), id);
    }
    if (listed.isEmpty()) {
      return reply;
    }
    Reply varying = reply.with("Vary", ORIGIN);
    return isListed ? readable(varying, origins.head()) : varying;
  }

  private static boolean isPreflight(GatewayRequest request, Seq<String> origins) {
    return request.method().equals("OPTIONS")
        && !origins.isEmpty()
        && !request.header("Access-Control-Request-Method").isEmpty();
  }

  /** Whether a page of the API's own origin sent it, or no browser. */
  private boolean isOwn(GatewayRequest request, Seq<String> origins) {
    Seq<String> sites = request.origin().headers().named("Sec-Fetch-Site");
    return sites.isEmpty()
        ? Fields.isJson(request.header("Content-Type"))
            || origins.forAll(origin -> isOwn(origin, request.header("Host")))
        : sites.forAll(OWN_SITES::contains);
  }

  /** Whether it is the known origin of the API, or has the host and port of the request. */
  private boolean isOwn(String origin, String host) {
    if (own.exists(it -> it.text().equals(origin))) {
      return true;
    }
    String[] parts = origin.split("://", 2);
    String sent = host.toLowerCase(Locale.ROOT);
    return parts.length == 2
        && !parts[1].isEmpty()
        && switch (parts[0]) {
          case "https" -> sent.equals(parts[1]) || sent.equals(parts[1] + ":443");
          case "http" -> sent.equals(parts[1]) || sent.equals(parts[1] + ":80");
          default -> false;
        };
  }

  @Override
  public String toString() {
    return "CallerOrigins[own="
        + own.fold(() -> "", WebOrigin::text)
        + ", listed="
        + listed.toSortedSet().mkString(" ")
        + "]";
  }

  private static Reply preflight(Set<String> methods, RequestId id) {
    return Reply.of(204, "text/plain; charset=utf-8", new byte[0])
        .with("X-Request-Id", id.value())
        .with("Access-Control-Allow-Methods", methods.mkString(", "))
        .with("Access-Control-Allow-Headers", "Content-Type")
        .with("Access-Control-Max-Age", MAX_AGE);
  }

  private static Reply readable(Reply reply, String origin) {
    return reply
        .with("Access-Control-Allow-Origin", origin)
        .with("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
  }

  private static String detail(Seq<String> origins) {
    return "A page of "
        + shown(origins)
        + " sent this request. "
        + (origins.contains("null")
            ? "The origin null cannot be listed in callers.origins: serve the page from an origin"
                + " of its own, and not from a file or in a sandbox."
            : "If the page may call this gateway, add its origin to callers.origins.")
        + " A back end must not copy the headers Origin and Sec-Fetch-Site from its own clients'"
        + " requests.";
  }

  private static String shown(Seq<String> origins) {
    return origins
        .filter(origin -> origin.equals("null") || WebOrigin.isShowable(origin))
        .headOption()
        .map(origin -> "the origin " + origin)
        .getOrElse("another origin");
  }
}
