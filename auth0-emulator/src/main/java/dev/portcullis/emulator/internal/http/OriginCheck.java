package dev.portcullis.emulator.internal.http;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.portcullis.emulator.address.IpLiteral;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses requests of other web sites. A site whose name resolves to this address (DNS rebinding)
 * is recognized by the {@code Host}, which is then a name; a form of another site by {@code
 * Sec-Fetch-Site} or {@code Origin}, which browsers send with every POST.
 */
public final class OriginCheck {

  private final Set<String> ownNames;

  /** Accepts these host names, names without a dot, and bare addresses. */
  public OriginCheck(Collection<String> ownNames) {
    this.ownNames =
        ownNames.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(toUnmodifiableSet());
  }

  /** The handler, for requests that are no forms of the page; others get a 403 in JSON. */
  public Handler forPrograms(Handler handler) {
    return request ->
        foreignHost(request)
            .or(() -> foreignSite(request))
            .map(reason -> Reply.error(403, "Forbidden", reason, ""))
            .orElseGet(() -> handler.handle(request));
  }

  private static Optional<String> foreignSite(Request request) {
    return request.header("sec-fetch-site").stream()
        .filter(site -> !site.equals("same-origin") && !site.equals("none"))
        .findFirst()
        .map(
            site -> "Sec-Fetch-Site: " + site + " (expected: same-origin, none or no such header)");
  }

  private Optional<String> foreignHost(Request request) {
    String host = host(request.singleHeader("host").orElse("")).toLowerCase(Locale.ROOT);
    return isOurs(host)
        ? Optional.empty()
        : Optional.of(
            "Host: "
                + host
                + " (expected: localhost, a name without a dot, an IP address, or "
                + String.join(", ", new TreeSet<>(ownNames))
                + "). Use one of these, or start the emulator with --allow-host "
                + host);
  }

  /** The reason for refusing a request of the page; absent if it is served. */
  public Optional<String> refusal(Request request) {
    String authority = request.singleHeader("host").orElse("");
    Optional<String> foreign = foreignHost(request);
    if (foreign.isPresent()) {
      return foreign;
    }
    return request.method().equals("GET") || fromOurOwnPage(request, authority)
        ? Optional.empty()
        : Optional.of(
            "this form was not sent from the emulator's own page (expected: Sec-Fetch-Site:"
                + " same-origin, or an Origin like the Host). From a program use the control API"
                + " with JSON");
  }

  private boolean isOurs(String host) {
    return (!host.isEmpty() && host.indexOf('.') < 0 && host.indexOf(':') < 0)
        || host.endsWith(".localhost")
        || ownNames.contains(host)
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
