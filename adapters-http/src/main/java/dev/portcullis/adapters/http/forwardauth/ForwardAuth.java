package dev.portcullis.adapters.http.forwardauth;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.adapters.http.session.Session;
import dev.portcullis.adapters.http.session.Sessions;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.token.RefreshToken;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;

/**
 * {@code /auth/verify}: tells a proxy which user a request belongs to, so that the application
 * behind the proxy receives a bearer token and contains no login code. Renews the token before it
 * expires. One for all listeners; safe for concurrent use.
 */
public final class ForwardAuth {

  /** Where a browser without a session can log in and return; sent with every refusal. */
  static final String LOGIN_URL = "X-Login-URL";

  /**
   * Whether a refused browser would show the login as a page; for proxies that turn 401 into it.
   */
  static final String LOGIN_REDIRECT = "X-Login-Redirect";

  /** Where proxies ask that append the browser's path and keep its method, as Envoy does. */
  static final String BELOW = "/auth/verify/";

  private final ForwardAuthSettings settings;
  private final ReturnTargets targets;
  private final Sessions sessions;
  private final Renewals renewals;
  private final LostWays lostWays = new LostWays();

  /** Creates it for the sessions of the login pages at {@code targets.own()}. */
  public ForwardAuth(
      ForwardAuthSettings settings, ReturnTargets targets, Sessions sessions, Renewals renewals) {
    this.settings = settings;
    this.targets = targets;
    this.sessions = sessions;
    this.renewals = renewals;
  }

  /** The endpoints of one listener. */
  public Seq<Endpoint> endpoints(RequestIntake intake) {
    return Vector.of(
        Endpoint.get("/auth/verify", (request, id) -> verify(intake, request, id)),
        Endpoint.below(BELOW, (request, id) -> verify(intake, request, id)));
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
                  case Renewals.Result.Ended() -> refused(request, id).with(sessions.gone().head());
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
    Unauthenticated decided = Unauthenticated.of(settings, targets, request);
    lostWays.report(decided, targets, sessions.now(), id);
    return switch (decided.answer()) {
      case PREFLIGHT -> nobody(answer(200, id).with("Authorization", ""));
      case REDIRECT ->
          nobody(
              answer(302, id).with("Location", decided.login()).with(LOGIN_URL, decided.login()));
      case STATUS ->
          nobody(
              answer(401, id)
                  .with("WWW-Authenticate", "Bearer")
                  .with(LOGIN_URL, decided.login())
                  .with(LOGIN_REDIRECT, Boolean.toString(decided.asked().navigation())));
    };
  }

  /** Otherwise values that the client sent under these names could pass for ours. */
  private static Reply nobody(Reply reply) {
    return reply
        .with("X-Auth-User", "")
        .with("X-Auth-Email", "")
        .with("X-Auth-Email-Verified", "")
        .with("X-Auth-Name", "");
  }

  private Reply unavailable(RequestId id) {
    return answer(503, id);
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
