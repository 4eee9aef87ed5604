package dev.portcullis.adapters.http.session;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * The cookies of the login pages; no script can read them. Their {@code __Host-} prefix keeps other
 * hosts, and plain HTTP, from setting them (RFC 6265bis section 4.1.3.2). The two session cookies
 * of a whole domain have {@code __Secure-} instead: any host of the domain can set them.
 */
public final class Cookie {

  /** A browser before its login; forms are bound to it. */
  public static final Cookie VISIT = new Cookie("__Host-portcullis-visit", "");

  /** A login that waits for its second factor. */
  public static final Cookie PENDING = new Cookie("__Host-portcullis-pending", "");

  /** The language that a user has chosen for the pages. */
  public static final Cookie LANGUAGE = new Cookie("__Host-portcullis-language", "");

  /** The most that browsers keep of name, value and attributes together. */
  static final int MAX_BYTES = 4096;

  private final String label;
  private final String attributes;

  private Cookie(String label, String domain) {
    this.label = label;
    this.attributes = "; Path=/; Secure; HttpOnly; SameSite=Lax" + domain;
  }

  /** The session of a user who is logged in: for one host, or for all hosts of a domain. */
  static Cookie session(Option<CookieDomain> domain) {
    return domain.fold(
        () -> new Cookie("__Host-portcullis", ""),
        it -> new Cookie("__Secure-portcullis", "; Domain=" + it.name()));
  }

  /**
   * When the user of the session last did something; for the hosts that have the session. Apart
   * from the session, so that a slow answer that brings it cannot put old tokens over renewed ones.
   */
  static Cookie seen(Option<CookieDomain> domain) {
    return domain.fold(
        () -> new Cookie("__Host-portcullis-seen", ""),
        it -> new Cookie("__Secure-portcullis-seen", "; Domain=" + it.name()));
  }

  /** All cookies of pages that share nothing with other hosts. */
  static Seq<Cookie> ofOneHost() {
    return Vector.of(VISIT, PENDING, LANGUAGE, session(Option.none()), seen(Option.none()));
  }

  /** Its name. */
  @Override
  public String toString() {
    return label;
  }

  /** Its value; none if it is absent or has two values. */
  public Option<String> of(GatewayRequest request) {
    Seq<String> values =
        Vector.ofAll(request.origin().headers().named("Cookie"))
            .flatMap(line -> Vector.of(line.split(";", -1)))
            .map(String::strip)
            .filter(pair -> pair.startsWith(label + "="))
            .map(pair -> pair.substring(label.length() + 1))
            .distinct();
    return values.size() == 1 ? Option.of(values.head()) : Option.none();
  }

  /** A header line that sets it until the browser is closed. */
  public Reply.Header with(String value) {
    return header(value + attributes);
  }

  /** A header line that sets it for some time, at least a second. */
  public Reply.Header with(String value, Duration life) {
    return header(value + attributes + "; Max-Age=" + Math.max(1, life.toSeconds()));
  }

  /** A header line that removes it. */
  public Reply.Header gone() {
    return header(attributes + "; Max-Age=0");
  }

  private Reply.Header header(String rest) {
    return new Reply.Header("Set-Cookie", label + "=" + rest);
  }

  /** Whether browsers keep a cookie of this size. */
  public static boolean fits(Reply.Header cookie) {
    return cookie.value().length() <= MAX_BYTES;
  }
}
