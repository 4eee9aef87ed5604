package dev.portcullis.adapters.http.forwardauth;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.session.Cookie;
import dev.portcullis.adapters.http.session.ReturnTarget;
import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.adapters.http.session.Session;
import dev.portcullis.adapters.http.session.Sessions;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.token.RefreshToken;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /auth/verify}: tells a proxy which user a request belongs to, so that the application
 * behind the proxy receives a bearer token and contains no login code. Renews the token before it
 * expires. One for all listeners; safe for concurrent use.
 */
public final class ForwardAuth {

  /** Where a browser without a session can log in and return; sent with every refusal. */
  static final String LOGIN_URL = "X-Login-URL";

  /** A query field that overrides the setting: {@code redirect} or {@code status}. */
  private static final String MODE = "unauthenticated";

  private static final Set<String> FIELDS = HashSet.of(MODE);

  private final ForwardAuthSettings settings;
  private final ReturnTargets targets;
  private final Sessions sessions;
  private final Renewals renewals;

  /** Creates it for the sessions of the login pages at {@code targets.own()}. */
  public ForwardAuth(
      ForwardAuthSettings settings, ReturnTargets targets, Sessions sessions, Renewals renewals) {
    this.settings = settings;
    this.targets = targets;
    this.sessions = sessions;
    this.renewals = renewals;
  }

  /** The endpoint of one listener. */
  public Endpoint endpoint(RequestIntake intake) {
    return Endpoint.get("/auth/verify", (request, id) -> verify(intake, request, id));
  }

  private Reply verify(RequestIntake intake, GatewayRequest request, RequestId id) {
    return sessions
        .of(request)
        .fold(() -> refused(request, id), session -> verify(session, intake, request, id));
  }

  private Reply verify(
      Session session, RequestIntake intake, GatewayRequest request, RequestId id) {
    renewals.shown(session);
    if (sessions.now().isBefore(session.accessEnds().minus(settings.renewBefore()))) {
      return verified(session, request, id);
    }
    return session
        .refreshToken()
        .fold(
            () -> unrenewed(session, request, id, refused(request, id)),
            token -> renew(session, token, intake, request, id));
  }

  private Reply renew(
      Session session,
      RefreshToken token,
      RequestIntake intake,
      GatewayRequest request,
      RequestId id) {
    return intake
        .requester(request, id)
        .fold(
            reason -> unrenewed(session, request, id, refused(request, id)),
            requester ->
                switch (renewals.renew(session, token, requester, intake)) {
                  case Renewals.Result.Renewed(var renewed) ->
                      renewed(renewed.seen(session.seenAt()), request, id);
                  case Renewals.Result.Ended() -> refused(request, id).with(Cookie.SESSION.gone());
                  case Renewals.Result.Unanswered() ->
                      unrenewed(session, request, id, unavailable(id));
                });
  }

  private Reply renewed(Session session, GatewayRequest request, RequestId id) {
    Session current = sessions.touched(session, request).getOrElse(session);
    return verified(current, sessions.cookie(current), id);
  }

  /** Continues with the old token until it expires. */
  private Reply unrenewed(Session session, GatewayRequest request, RequestId id, Reply otherwise) {
    return sessions.now().isBefore(session.accessEnds())
        ? verified(session, request, id)
        : otherwise;
  }

  private Reply verified(Session session, GatewayRequest request, RequestId id) {
    return verified(session, sessions.touched(session, request).map(sessions::seenCookie), id);
  }

  /** At most one cookie: nginx hands no more than one on. */
  private Reply verified(Session session, Option<Reply.Header> cookie, RequestId id) {
    Session.Person person = session.person();
    Reply reply =
        answer(200, id)
            .with("Authorization", "Bearer " + session.accessToken().value())
            .with("X-Auth-User", headerText(person.subject()))
            .with("X-Auth-Email", headerText(person.email().getOrElse("")))
            .with("X-Auth-Email-Verified", Boolean.toString(person.emailVerified()))
            .with("X-Auth-Name", headerText(person.name().getOrElse("")));
    return cookie.fold(() -> reply, reply::with);
  }

  private Reply refused(GatewayRequest request, RequestId id) {
    String login =
        targets.own()
            + "/login"
            + wanted(request)
                .map(it -> "?return_to=" + URLEncoder.encode(it.text(), StandardCharsets.UTF_8))
                .getOrElse("");
    Reply refused =
        (redirects(request)
                ? answer(302, id).with("Location", login)
                : answer(401, id).with("WWW-Authenticate", "Bearer"))
            .with(LOGIN_URL, login);
    // Otherwise values that the client sent under these names could pass for ours.
    return refused
        .with("X-Auth-User", "")
        .with("X-Auth-Email", "")
        .with("X-Auth-Email-Verified", "")
        .with("X-Auth-Name", "");
  }

  private Reply unavailable(RequestId id) {
    return answer(503, id).with("Retry-After", "5");
  }

  /** Whether to redirect to the login; a request other than GET and HEAD gets a 401 instead. */
  private boolean redirects(GatewayRequest request) {
    String mode = Fields.ofQuery(request.query(), FIELDS).get(MODE);
    boolean wanted = mode.isEmpty() ? settings.redirect() : mode.equals("redirect");
    String method = request.header("X-Forwarded-Method");
    return wanted && (method.isEmpty() || method.equals("GET") || method.equals("HEAD"));
  }

  /**
   * The URL that the browser requested, as the proxy reports it: nginx in X-Original-URL, Traefik
   * and Caddy in three parts. It only decides where the user returns to, which is checked.
   */
  private Option<ReturnTarget> wanted(GatewayRequest request) {
    String whole = request.header("X-Original-URL");
    String url =
        whole.isEmpty()
            ? request.header("X-Forwarded-Proto")
                + "://"
                + request.header("X-Forwarded-Host")
                + request.header("X-Forwarded-Uri")
            : whole;
    return targets.parse(url);
  }

  private static Reply answer(int status, RequestId id) {
    return Reply.of(status, "text/plain; charset=utf-8", new byte[0])
        .with("X-Request-Id", id.value());
  }

  /** The text as a header value in ASCII: other characters, and %, as percent-encoded UTF-8. */
  static String headerText(String text) {
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
