package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.session.Cookie;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.application.journal.HttpRefusal;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/**
 * Protects our forms, the login form included, against cross-site request forgery: by the headers
 * in which a browser states where a request comes from, and by a token bound to a cookie of this
 * browser.
 */
final class FormGuard {

  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final SessionKeys keys;
  private final WebOrigin own;

  FormGuard(SessionKeys keys, WebOrigin own) {
    this.keys = keys;
    this.own = own;
  }

  /** One browser before its login; a login replaces it. */
  record Visit(String id, boolean isNew) {

    Option<Reply.Header> cookie() {
      return isNew ? Option.of(Cookie.VISIT.with(id)) : Option.none();
    }
  }

  /** The visit that a request belongs to, or a new one. */
  Visit visit(GatewayRequest request) {
    return Cookie.VISIT
        .of(request)
        .filter(id -> id.matches("[A-Za-z0-9_-]{22}"))
        .map(id -> new Visit(id, false))
        .getOrElse(this::begin);
  }

  /** A new visit with a random id. */
  Visit begin() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Visit(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), true);
  }

  /** The token that a form of this visit carries. */
  String token(Visit visit) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(keys.tag("form " + visit.id()));
  }

  /** Whether a post comes from a form that we showed to this browser. */
  boolean admits(GatewayRequest request, Fields form) {
    return refusal(request, form).isEmpty();
  }

  /** Why a post does not come from a form that we showed to this browser; none if it does. */
  Option<HttpRefusal> refusal(GatewayRequest request, Fields form) {
    Visit visit = visit(request);
    boolean ours = !visit.isNew() && isTokenOf(visit, form.get(PageContext.CSRF));
    if (!comesFrom(request, HashSet.of(own))) {
      return Option.of(
          WebOrigin.isShowable(request.header("Origin")) && (ours || isPageOfThisServer(request))
              ? HttpRefusal.WRONG_ORIGIN
              : HttpRefusal.CROSS_SITE);
    }
    if (visit.isNew()) {
      return Option.of(HttpRefusal.COOKIE_MISSING);
    }
    return Option.when(!ours, HttpRefusal.FORM_EXPIRED);
  }

  /**
   * Whether the page that sent a request was loaded from this server, by its own statement: the
   * browser knows, or it used the host that the page is at.
   */
  private static boolean isPageOfThisServer(GatewayRequest request) {
    String origin = request.header("Origin");
    String host = request.header("Host").toLowerCase(Locale.ROOT);
    return request.header("Sec-Fetch-Site").equals("same-origin")
        || (!host.isEmpty() && origin.endsWith("://" + host));
  }

  /** Whether the browser does not state another origin than these. */
  boolean comesFrom(GatewayRequest request, Set<WebOrigin> origins) {
    String origin = request.header("Origin");
    String site = request.header("Sec-Fetch-Site");
    boolean listed = origins.exists(it -> it.text().equals(origin));
    return (origin.isEmpty() || listed)
        && (listed || site.isEmpty() || site.equals("same-origin") || site.equals("none"));
  }

  private boolean isTokenOf(Visit visit, String token) {
    byte[] tag;
    try {
      tag = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return keys.verify(tag, "form " + visit.id());
  }
}
