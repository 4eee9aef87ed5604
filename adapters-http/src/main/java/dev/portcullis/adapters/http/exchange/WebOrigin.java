package dev.portcullis.adapters.http.exchange;

import io.vavr.control.Validation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Scheme, host and port, written as browsers write the Origin header: in lower case, without the
 * scheme's own port.
 */
public record WebOrigin(String text) {

  private static final String EXPECTED =
      "an origin such as https://login.example.com, without a path; http only for this machine";

  /** Accepts https, and http only for loopback addresses, where no other host can listen. */
  public static Validation<String, WebOrigin> of(String text) {
    try {
      URI uri = new URI(text);
      boolean bare =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
      return bare && isSafe(uri)
          ? Validation.valid(of(uri))
          : Validation.<String, WebOrigin>invalid(EXPECTED);
    } catch (URISyntaxException e) {
      return Validation.invalid(EXPECTED);
    }
  }

  /** The origin of an absolute URI that has a host. */
  public static WebOrigin of(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int own = scheme.equals("https") ? 443 : 80;
    String port = uri.getPort() < 0 || uri.getPort() == own ? "" : ":" + uri.getPort();
    return new WebOrigin(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
  }

  /** Whether browsers reach it over TLS. */
  public boolean isEncrypted() {
    return text.startsWith("https:");
  }

  private static boolean isSafe(URI uri) {
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> true;
      case "http" ->
          uri.getHost().equals("localhost")
              || uri.getHost().equals("[::1]")
              || uri.getHost().matches("127(\\.\\d{1,3}){3}");
      default -> false;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
