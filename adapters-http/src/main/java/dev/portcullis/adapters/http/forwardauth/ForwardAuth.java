package dev.portcullis.adapters.http.forwardauth;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.forwardauth.ForwardAuthSettings;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.Renewal;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * {@code GET /auth/verify}: tells a proxy whose a request is, so that what stands behind the proxy
 * gets a bearer token without having to do with logins. Renews the token before it ends.
 */
public final class ForwardAuth {

  /** Where a browser without a session can log in and come back; with every refusal. */
  static final String LOGIN_URL = "X-Login-URL";

  private final PageContext desk;
  private final Renewals renewals;
  private final ForwardAuthSettings settings;

  public ForwardAuth(PageContext desk, Renewals renewals) {
    this.desk = desk;
    this.renewals = renewals;
    this.settings = desk.settings().forwardAuth();
  }

  public Reply verify(GatewayRequest request, RequestId id) {
    return desk.sessions()
        .of(request)
        .fold(() -> nobody(request, id), session -> verify(session, request, id));
  }

  private Reply verify(Session session, GatewayRequest request, RequestId id) {
    Instant now = desk.now();
    if (now.isBefore(session.accessEnds().minus(settings.renewBefore()))) {
      return somebody(session, desk.sessions().touched(session), id);
    }
    return session
        .refreshToken()
        .fold(
            () -> unrenewed(session, id, nobody(request, id)),
            token -> renew(session, token, request, id));
  }

  private Reply renew(Session session, RefreshToken token, GatewayRequest request, RequestId id) {
    return desk.requester(request, id)
        .fold(
            refused -> unrenewed(session, id, nobody(request, id)),
            requester ->
                switch (renewals.renew(new Renewal(requester, token, Option.none()))) {
                  case RefreshOutcome.Renewed(var tokens) -> renewed(session, tokens, id);
                  case RefreshOutcome.NoLongerValid() -> over(session, request, id);
                  case RefreshOutcome.ScopeRefused() -> over(session, request, id);
                  case RefreshOutcome.Denied(var reason) -> over(session, request, id);
                  case RefreshOutcome.MfaRequired(var mfaToken) -> over(session, request, id);
                  case RefreshOutcome.Unanswered(var why) ->
                      unrenewed(session, id, unavailable(id));
                });
  }

  private Reply renewed(Session session, Tokens tokens, RequestId id) {
    Session renewed = desk.sessions().renewed(session, tokens);
    return somebody(renewed, Option.of(renewed), id);
  }

  /** Goes on with the old token as long as it lasts. */
  private Reply unrenewed(Session session, RequestId id, Reply otherwise) {
    return desk.now().isBefore(session.accessEnds())
        ? somebody(session, Option.none(), id)
        : otherwise;
  }

  private Reply somebody(Session session, Option<Session> changed, RequestId id) {
    Session.Person person = session.person();
    Reply reply =
        answer(200, id)
            .with("Authorization", "Bearer " + session.accessToken().value())
            .with("X-Auth-User", headerText(person.subject()))
            .with("X-Auth-Email", headerText(person.email().getOrElse("")))
            .with("X-Auth-Email-Verified", Boolean.toString(person.emailVerified()))
            .with("X-Auth-Name", headerText(person.name().getOrElse("")));
    return changed
        .flatMap(it -> desk.sessions().cookie(it).toOption())
        .fold(() -> reply, cookie -> PageContext.with(reply, cookie));
  }

  private Reply over(Session session, GatewayRequest request, RequestId id) {
    desk.sessions().end(session.id());
    return PageContext.with(nobody(request, id), Cookie.SESSION.gone());
  }

  private Reply nobody(GatewayRequest request, RequestId id) {
    String login =
        desk.settings().origin()
            + "/login"
            + wanted(request)
                .map(url -> "?return_to=" + URLEncoder.encode(url, StandardCharsets.UTF_8))
                .getOrElse("");
    Reply refused =
        (redirects(request)
                ? answer(302, id).with("Location", login)
                : answer(401, id).with("WWW-Authenticate", "Bearer"))
            .with(LOGIN_URL, login);
    // Whatever the client itself sent under these names must not pass for ours.
    return refused
        .with("X-Auth-User", "")
        .with("X-Auth-Email", "")
        .with("X-Auth-Email-Verified", "")
        .with("X-Auth-Name", "");
  }

  private Reply unavailable(RequestId id) {
    return answer(503, id).with("Retry-After", "5");
  }

  /** A 401 where a redirect would do no good: what is not a page is not logged in for. */
  private boolean redirects(GatewayRequest request) {
    String mode = Fields.queried(request).get("unauthenticated");
    boolean wanted = mode.isEmpty() ? settings.redirect() : mode.equals("redirect");
    String method = request.header("X-Forwarded-Method");
    return wanted && (method.isEmpty() || method.equals("GET") || method.equals("HEAD"));
  }

  /**
   * What the browser asked for, as the proxy tells: nginx in X-Original-URL, Traefik and Caddy in
   * three parts. Nothing depends on it but where the user comes back to, which is checked.
   */
  private Option<String> wanted(GatewayRequest request) {
    String whole = request.header("X-Original-URL");
    String url =
        whole.isEmpty()
            ? request.header("X-Forwarded-Proto")
                + "://"
                + request.header("X-Forwarded-Host")
                + request.header("X-Forwarded-Uri")
            : whole;
    return desk.settings().targets().check(url);
  }

  private static Reply answer(int status, RequestId id) {
    return Reply.of(status, "text/plain; charset=utf-8", new byte[0])
        .with("X-Request-Id", id.value());
  }

  /** Header values are ASCII: everything else, and the percent sign, is percent-encoded UTF-8. */
  public static String headerText(String text) {
    StringBuilder ascii = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0x20 && b < 0x7F && b != '%') {
        ascii.append((char) b);
      } else {
        ascii.append('%').append("%02X".formatted(b));
      }
    }
    return ascii.toString();
  }
}
