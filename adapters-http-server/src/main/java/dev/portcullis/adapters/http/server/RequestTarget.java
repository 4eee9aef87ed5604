package dev.portcullis.adapters.http.server;

import io.vavr.control.Option;

/**
 * The target of a request as it was sent (RFC 9112 section 3.2): nothing is decoded or resolved.
 *
 * @param authority host and port of a target in absolute form; none in the other forms
 * @param path up to the question mark
 * @param query after the question mark; empty if there is none
 */
record RequestTarget(Option<String> authority, String path, String query) {

  /** None if it is no target of a request to this server. */
  static Option<RequestTarget> read(String text) {
    if (text.indexOf('#') >= 0) {
      return Option.none();
    }
    if (text.startsWith("/") || text.equals("*")) {
      return Option.of(of(Option.none(), text));
    }
    int scheme = text.indexOf("://");
    if (scheme < 0 || !isHttp(text.substring(0, scheme))) {
      return Option.none();
    }
    int start = scheme + 3;
    int end = start;
    while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
      end++;
    }
    String rest = text.substring(end);
    return end == start
        ? Option.none()
        : Option.of(
            of(
                Option.of(text.substring(start, end)),
                // An empty path is the root (RFC 9110 section 4.2.3).
                rest.startsWith("/") ? rest : "/" + rest));
  }

  private static boolean isHttp(String scheme) {
    return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
  }

  private static RequestTarget of(Option<String> authority, String rest) {
    int mark = rest.indexOf('?');
    return mark < 0
        ? new RequestTarget(authority, rest, "")
        : new RequestTarget(authority, rest.substring(0, mark), rest.substring(mark + 1));
  }

  /** The path: the query may carry secrets. */
  @Override
  public String toString() {
    return "RequestTarget[" + path + "]";
  }
}
