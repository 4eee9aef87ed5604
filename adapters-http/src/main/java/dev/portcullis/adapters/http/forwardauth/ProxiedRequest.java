package dev.portcullis.adapters.http.forwardauth;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser requested, as its proxy reports it. It decides how a refusal is answered and where
 * the user returns to, never who the user is.
 *
 * @param method the method of the browser's request
 * @param url the URL that the browser requested, not checked; parts that are not reported are empty
 * @param navigation whether the browser will show the reply as a page, so that a redirect to the
 *     login makes sense
 * @param preflight whether a browser asks if a page of another origin may send a request (Fetch
 *     standard, section 4.8); it has neither cookies nor a body
 */
public record ProxiedRequest(String method, String url, boolean navigation, boolean preflight) {

  private static final Pattern HTML =
      Pattern.compile("(^|,)\\s*(text/html|application/xhtml\\+xml)\\s*(;|,|$)");

  /**
   * Reads it. nginx reports the URL in {@code X-Original-URL}, Traefik and Caddy in three parts;
   * the method is in {@code X-Forwarded-Method}. Envoy reports nothing: it sends the browser's own
   * method and host, and the path behind {@link ForwardAuth#BELOW}.
   */
  public static ProxiedRequest of(GatewayRequest request) {
    boolean below = request.path().startsWith(ForwardAuth.BELOW);
    // A proxy that keeps the browser's method does not repeat it in a header: a client sent that.
    String method =
        below ? request.method() : or(request.header("X-Forwarded-Method"), request.method());
    return new ProxiedRequest(
        method,
        below ? url(request, target(request)) : reported(request),
        (method.equals("GET") || method.equals("HEAD")) && isNavigation(request),
        method.equals("OPTIONS")
            && !request.header("Origin").isEmpty()
            && !request.header("Access-Control-Request-Method").isEmpty());
  }

  private static String reported(GatewayRequest request) {
    String target = request.header("X-Forwarded-Uri");
    return or(request.header("X-Original-URL"), target.isEmpty() ? "" : url(request, target));
  }

  private static String url(GatewayRequest request, String target) {
    return or(request.header("X-Forwarded-Proto"), "https")
        + "://"
        + or(request.header("X-Forwarded-Host"), request.header("Host"))
        + target;
  }

  private static String target(GatewayRequest request) {
    String path = request.path().substring(ForwardAuth.BELOW.length() - 1);
    return request.query().isEmpty() ? path : path + "?" + request.query();
  }

  /**
   * Browsers state it in {@code Sec-Fetch-Mode} (Fetch Metadata, section 2.2). Those that do not
   * ask for HTML when they open a page, and not when a script sends the request.
   */
  private static boolean isNavigation(GatewayRequest request) {
    String mode = request.header("Sec-Fetch-Mode");
    if (!mode.isEmpty()) {
      return mode.equals("navigate");
    }
    Matcher html = HTML.matcher(request.header("Accept").toLowerCase(Locale.ROOT));
    return html.find() && request.header("X-Requested-With").isEmpty();
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
