package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.Request;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses requests of other web sites. A site whose name resolves to this address (DNS rebinding)
 * is recognized by the {@code Host}, which is then a name; a form of another site by {@code
 * Sec-Fetch-Site} or {@code Origin}, which browsers send with every POST.
 */
final class OriginCheck {

  private final String ownName;

  /** Accepts this host name, {@code localhost} and bare addresses. */
  OriginCheck(String ownName) {
    this.ownName = ownName.toLowerCase(Locale.ROOT);
  }

  /** The reason for refusing a request; absent if it is served. */
  Optional<String> refusal(Request request) {
    String authority = request.singleHeader("host").orElse("");
    String host = host(authority).toLowerCase(Locale.ROOT);
    if (!isOurs(host)) {
      return Optional.of(
          "Host: "
              + host
              + " (expected: localhost, an IP address, or "
              + ownName
              + "). Open the page by one of these, or start the emulator with --host "
              + host);
    }
    return request.method().equals("GET") || fromOurOwnPage(request, authority)
        ? Optional.empty()
        : Optional.of(
            "this form was not sent from the emulator's own page (expected: Sec-Fetch-Site:"
                + " same-origin, or an Origin like the Host). From a program use the control API"
                + " with JSON");
  }

  private boolean isOurs(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals(ownName)
        || IpLiteral.parse(host).isPresent();
  }

  private static boolean fromOurOwnPage(Request request, String authority) {
    if (!request.header("sec-fetch-site").isEmpty()) {
      return request.singleHeader("sec-fetch-site").equals(Optional.of("same-origin"));
    }
    Optional<String> origin = request.singleHeader("origin");
    return origin.equals(Optional.of("http://" + authority))
        || origin.equals(Optional.of("https://" + authority));
  }

  private static String host(String authority) {
    if (authority.startsWith("[")) {
      int end = authority.indexOf(']');
      return end < 0 ? "" : authority.substring(1, end);
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }
}
