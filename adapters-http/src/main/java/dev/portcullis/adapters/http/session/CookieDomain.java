package dev.portcullis.adapters.http.session;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import io.vavr.control.Validation;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A domain whose hosts share a session cookie (RFC 6265bis section 5.7.3). Whether anyone can
 * register names in it, as in {@code co.uk}, is not checked here: browsers refuse its cookies then.
 *
 * @param name in lower case
 */
public record CookieDomain(String name) {

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)(" + LABEL + "\\.)+" + LABEL);

  /** Accepts a name of at least two labels; an address is none. */
  public static Validation<String, CookieDomain> of(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return NAME.matcher(name).matches() && name.matches(".*\\.[a-z0-9-]*[a-z][a-z0-9-]*")
        ? Validation.valid(new CookieDomain(name))
        : Validation.invalid("a domain of your own, such as example.com");
  }

  /** Whether an origin's host is the domain or in it. */
  public boolean covers(WebOrigin origin) {
    return origin.host().equals(name) || origin.host().endsWith("." + name);
  }
}
