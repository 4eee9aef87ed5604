package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.session.Revocation;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;

/** {@code /login/done}, {@code /session} and {@code /logout}. */
final class SessionPages {

  private final PageContext desk;
  private final RevokeTokensUseCase revoke;

  SessionPages(PageContext desk, PagesUseCases useCases) {
    this.desk = desk;
    this.revoke = useCases.revoke();
  }

  /** Says who is logged in. */
  Reply signedIn(GatewayRequest request, RequestId id) {
    return desk.sessions()
        .of(request)
        .fold(
            () -> desk.redirect("/login"),
            session ->
                desk.page(
                    Page.of(200, "signed-in", "signed-in-title")
                        .with("person", session.person().label()),
                    request,
                    id));
  }

  /** Who, and until when; never a token. */
  Reply session(GatewayRequest request, RequestId id) {
    Option<Session> session = desk.sessions().of(request);
    byte[] body =
        Json.object(
            json -> {
              json.writeBooleanField("authenticated", session.isDefined());
              if (session.isDefined()) {
                Session.Person person = session.get().person();
                json.writeStringField("sub", person.subject());
                if (person.email().isDefined()) {
                  json.writeStringField("email", person.email().get());
                  json.writeBooleanField("email_verified", person.emailVerified());
                }
                if (person.name().isDefined()) {
                  json.writeStringField("name", person.name().get());
                }
                json.writeStringField("expires_at", desk.sessions().end(session.get()).toString());
                json.writeStringField("ends_at", desk.sessions().lastEnd(session.get()).toString());
              }
            });
    return Reply.of(session.isDefined() ? 200 : 401, "application/json", body)
        .with("X-Request-Id", id.value());
  }

  /** Asks; nothing ends by following a link. */
  Reply confirm(GatewayRequest request, RequestId id) {
    return desk.sessions().of(request).isDefined()
        ? signedIn(request, id)
        : desk.page(Page.notice(200, "signed-out").with("again", true), request, id);
  }

  /**
   * Ends the session here and at Auth0. A form of a listed origin may ask for it without our token:
   * all that it could do is to log somebody out.
   */
  Reply logOut(GatewayRequest request, RequestId id) throws IOException {
    Fields form = Fields.posted(request).getOrElse(Fields.queried(request));
    boolean listed =
        !request.header("Origin").isEmpty()
            && desk.guard()
                .comesFrom(
                    request, desk.settings().returnTo().append(desk.settings().origin()).toSet());
    if (!listed && !desk.guard().admits(request, form)) {
      return desk.page(
          Page.of(403, "signed-in", "log-out-title").with("alert", "form-expired"), request, id);
    }
    Option<Session> session = desk.sessions().of(request);
    session.forEach(it -> desk.sessions().end(it.id()));
    session
        .flatMap(Session::refreshToken)
        .forEach(
            token -> {
              Either<Reply, Requester> requester = desk.requester(request, id);
              requester.forEach(it -> revoke.revoke(new Revocation(it, token)));
            });
    Reply reply =
        desk.returnTo(form)
            .fold(
                () -> desk.page(Page.notice(200, "signed-out").with("again", true), request, id),
                desk::redirect);
    return PageContext.with(PageContext.with(reply, Cookie.SESSION.gone()), Cookie.PENDING.gone());
  }
}
