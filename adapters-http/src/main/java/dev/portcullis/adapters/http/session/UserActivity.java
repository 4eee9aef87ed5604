package dev.portcullis.adapters.http.session;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;

/**
 * Which requests show that the user is there. A page that is open goes on to poll by itself, and
 * must not keep a session alive that nobody uses.
 */
public enum UserActivity {
  /**
   * Navigations, and requests that change something. Where the browser does not say what a request
   * is (no Fetch Metadata), every request counts.
   */
  USER,
  /** Every request, as an application needs that only reads, and never navigates. */
  ANY;

  private static final Set<String> SAFE = HashSet.of("", "GET", "HEAD", "OPTIONS");

  /** Whether a request, of which a proxy may have told the method, restarts the idle time. */
  boolean shows(GatewayRequest request) {
    return this == ANY || (!isAhead(request) && (navigates(request) || changes(request)));
  }

  /** Whether the browser fetches a page in advance (Sec-Purpose: prefetch). */
  private static boolean isAhead(GatewayRequest request) {
    return request.header("Sec-Purpose").startsWith("prefetch")
        || request.header("Purpose").equals("prefetch");
  }

  /** Fetch Metadata Request Headers (W3C), section 2.2. */
  private static boolean navigates(GatewayRequest request) {
    String mode = request.header("Sec-Fetch-Mode");
    return mode.isEmpty() || mode.equals("navigate");
  }

  /** By the method of the request itself where a proxy keeps the browser's, as Envoy does. */
  private static boolean changes(GatewayRequest request) {
    return !SAFE.contains(request.method()) || !SAFE.contains(request.header("X-Forwarded-Method"));
  }
}
