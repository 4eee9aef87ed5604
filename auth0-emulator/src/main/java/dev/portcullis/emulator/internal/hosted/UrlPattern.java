package dev.portcullis.emulator.internal.hosted;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** Compares URLs with those that an application lists. */
final class UrlPattern {

  private UrlPattern() {}

  /** Whether the URL is listed: the same text, or a {@code *} in place of its first label. */
  static boolean anyMatches(List<String> listed, String url) {
    return listed.stream().anyMatch(pattern -> matches(pattern, url));
  }

  private static boolean matches(String pattern, String url) {
    int star = pattern.indexOf("://*.");
    if (star < 0) {
      return pattern.equals(url);
    }
    String before = pattern.substring(0, star + 3);
    String after = pattern.substring(star + 4);
    if (!url.startsWith(before) || !url.endsWith(after)) {
      return false;
    }
    int end = url.length() - after.length();
    return end > before.length() && url.substring(before.length(), end).matches("[A-Za-z0-9-]+");
  }

  /** The origin of an absolute HTTP URL, in the form of the {@code Origin} header. */
  static Optional<String> origin(String url) {
    return parsed(url)
        .filter(uri -> uri.getHost() != null)
        .filter(uri -> uri.getScheme().matches("(?i)https?"))
        .map(
            uri -> {
              String scheme = uri.getScheme().toLowerCase(java.util.Locale.ROOT);
              int port = uri.getPort();
              boolean usual = port == (scheme.equals("https") ? 443 : 80);
              return scheme
                  + "://"
                  + uri.getHost().toLowerCase(java.util.Locale.ROOT)
                  + (port < 0 || usual ? "" : ":" + port);
            });
  }

  /** The URL, if it is absolute and has no fragment. */
  static Optional<URI> parsed(String url) {
    try {
      return Optional.of(new URI(url))
          .filter(uri -> uri.isAbsolute() && uri.getRawFragment() == null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
