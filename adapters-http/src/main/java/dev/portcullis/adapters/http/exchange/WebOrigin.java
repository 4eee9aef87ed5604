package dev.portcullis.adapters.http.exchange;

import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Scheme, host and port, written as browsers write the Origin header: in lower case, without the
 * scheme's own port.
 */
public record WebOrigin(String text) {

  private static final String EXPECTED =
      "an origin such as https://login.example.com, without a path; http only for this machine";

  private static final String EXPECTED_OF_PAGE =
      "a complete origin such as https://app.example.com or capacitor://localhost, without a path;"
          + " http only for this machine; * and null cannot be listed";

  private static final Pattern SHOWABLE =
      Pattern.compile("[a-z][a-z0-9+.-]*://[A-Za-z0-9._:\\[\\]-]{1,255}");

  /** Whether the value of an Origin header can be repeated in a message. */
  public static boolean isShowable(String header) {
    return SHOWABLE.matcher(header).matches();
  }

  /** Accepts https, and http only for loopback addresses, where no other host can listen. */
  public static Validation<String, WebOrigin> of(String text) {
    return bare(text)
        .filter(uri -> isHttps(uri) || isLocal(uri))
        .map(WebOrigin::of)
        .toValidation(EXPECTED);
  }

  /**
   * Accepts also the schemes that applications give their own pages, such as {@code
   * capacitor://localhost}. Pages of http are accepted only from loopback addresses: anyone on the
   * way could add a script to others. The origin {@code null} is shared by all sandboxed pages, so
   * it names none of them.
   */
  public static Validation<String, WebOrigin> ofPage(String text) {
    return bare(text)
        .filter(uri -> !isHttp(uri) || isLocal(uri))
        .map(WebOrigin::of)
        .toValidation(EXPECTED_OF_PAGE);
  }

  /** The origin of an absolute URI that has a host. */
  public static WebOrigin of(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int own =
        switch (scheme) {
          case "https" -> 443;
          case "http" -> 80;
          default -> -1;
        };
    String port = uri.getPort() < 0 || uri.getPort() == own ? "" : ":" + uri.getPort();
    return new WebOrigin(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
  }

  /** The host, without the port; an IPv6 address in brackets. */
  public String host() {
    return URI.create(text).getHost();
  }

  /** Whether browsers reach it over TLS. */
  public boolean isEncrypted() {
    return text.startsWith("https:");
  }

  /** A URI with scheme and host, and with nothing after them. */
  private static Option<URI> bare(String text) {
    try {
      URI uri = new URI(text);
      return Option.when(
          uri.getScheme() != null
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/")),
          uri);
    } catch (URISyntaxException e) {
      return Option.none();
    }
  }

  private static boolean isHttps(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  private static boolean isHttp(URI uri) {
    return uri.getScheme().equalsIgnoreCase("http");
  }

  private static boolean isLocal(URI uri) {
    return isHttp(uri)
        && (uri.getHost().equals("localhost")
            || uri.getHost().equals("[::1]")
            || uri.getHost().matches("127(\\.\\d{1,3}){3}"));
  }

  @Override
  public String toString() {
    return text;
  }
}
