package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Handler;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.domain.login.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps browsers at the origin of the pages, because cookies and forms work at no other: a page
 * that was opened under another spelling of it, or by a loopback name, is opened again there. No
 * other host is redirected: many proxies put the gateway's own name into {@code Host}, and their
 * users are at the right origin already.
 */
final class OwnOrigin {

  /** In the query of a redirect, so that there is never a second one. */
  private static final String MARKER = "at_origin=1";

  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private static final Pattern PORT = Pattern.compile(":\\d*$");

  private final WebOrigin own;
  private final InstantSource time;
  private final AtomicReference<Instant> silentUntil = new AtomicReference<>(Instant.MIN);

  OwnOrigin(WebOrigin own, InstantSource time) {
    this.own = own;
    this.time = time;
  }

  /** The handler of a page, which is shown at the origin. */
  Handler of(Handler page) {
    return (request, id) ->
        isElsewhere(request) ? Pages.redirect(here(request)) : page.handle(request, id);
  }

  private String here(GatewayRequest request) {
    String query = request.query();
    boolean sound = query.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    return own.text()
        + request.path()
        + "?"
        + (sound && !query.isEmpty() ? query + "&" : "")
        + MARKER;
  }

  private boolean isElsewhere(GatewayRequest request) {
    String host = request.header("Host").toLowerCase(Locale.ROOT);
    String authority = own.text().substring(own.text().indexOf("://") + "://".length());
    return !host.isEmpty()
        && !request.query().endsWith(MARKER)
        && !host.equals(authority)
        && !host.equals(authority + (own.isEncrypted() ? ":443" : ":80"))
        && (LOOPBACK.matcher(name(host)).matches() || bare(host).equals(bare(authority)));
  }

  private static String name(String host) {
    return PORT.matcher(host).replaceFirst("");
  }

  /** Without port, final dot and {@code www}. */
  private static String bare(String host) {
    String name = name(host);
    String undotted = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return undotted.startsWith("www.") ? undotted.substring("www.".length()) : undotted;
  }

  /** Warns that a page was used at another origin: at once, and then once a minute at most. */
  void warn(String seen, RequestId id) {
    Instant now = time.instant();
    Instant until = silentUntil.get();
    if (now.isBefore(until) || !silentUntil.compareAndSet(until, now.plus(SILENCE))) {
      return;
    }
    LOG.atWarn()
        .addKeyValue("http.request.id", id.value())
        .addKeyValue("portcullis.origin.seen", seen)
        .addKeyValue("portcullis.origin.set", own.text())
        .log(
            "A form of the login pages was sent from "
                + seen
                + ", but pages.origin is "
                + own.text()
                + ", so logins from there are refused: correct pages.origin, or send browsers to"
                + " it");
  }
}
