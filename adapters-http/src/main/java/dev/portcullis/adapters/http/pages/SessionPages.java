package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.Endpoint.Content.Form;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.session.Cookie;
import dev.portcullis.adapters.http.session.Session;
import dev.portcullis.domain.login.RequestId;
import io.vavr.control.Option;
import java.io.IOException;

/** {@code /login/done}, {@code /session} and {@code /logout}. */
final class SessionPages {

  /** The fields of the logout form; a listed origin may send them in the query too. */
  static final Form LOGOUT_FORM = Form.of(PageContext.CSRF, PageContext.RETURN_TO);

  private static final Page SIGNED_OUT =
      Page.notice(200, "signed-out").signed(Page.Sign.DONE).with("again", true);

  private final PageContext context;

  SessionPages(PageContext context) {
    this.context = context;
  }

  /** Leads to the login, or to who is logged in; not to pages.home, which may be here. */
  Reply start(GatewayRequest request, RequestId id) {
    return context.redirect(
        context.sessions().of(request).isDefined() ? PagesSettings.SIGNED_IN : "/login");
  }

  /** Shows who is logged in. */
  Reply signedIn(GatewayRequest request, RequestId id) {
    return context
        .sessions()
        .of(request)
        .fold(
            () -> context.redirect("/login"),
            session ->
                context.page(
                    Page.of(200, "signed-in", "signed-in-title")
                        .signed(Page.Sign.DONE)
                        .with("person", session.person().label()),
                    request,
                    id));
  }

  /** Who is logged in, and until when; never a token. */
  Reply session(GatewayRequest request, RequestId id) {
    Option<Session> session = context.sessions().of(request);
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
                json.writeStringField(
                    "expires_at", context.sessions().end(session.get()).toString());
                json.writeStringField(
                    "ends_at", context.sessions().lastEnd(session.get()).toString());
              }
            });
    return Reply.of(session.isDefined() ? 200 : 401, "application/json", body)
        .with("X-Request-Id", id.value());
  }

  /** Asks for confirmation: following a link ends nothing. */
  Reply confirm(GatewayRequest request, RequestId id) {
    return context.sessions().of(request).isDefined()
        ? signedIn(request, id)
        : context.page(SIGNED_OUT, request, id);
  }

  /**
   * Ends the session here and at Auth0. A form of a listed origin may request it without our token:
   * the worst that it can do is to log the user out.
   */
  Reply logOut(GatewayRequest request, RequestId id) throws IOException {
    Fields form =
        context
            .posted(request, LOGOUT_FORM.names())
            .getOrElse(() -> PageContext.query(request, LOGOUT_FORM.names()));
    boolean listed =
        !request.header("Origin").isEmpty()
            && context
                .guard()
                .comesFrom(
                    request,
                    context.settings().returnTo().append(context.settings().origin()).toSet());
    Option<Reply> refused =
        listed
            ? Option.none()
            : context.refused(request, id, form, Page.of(403, "signed-in", "log-out-title"));
    if (refused.isDefined()) {
      return refused.get();
    }
    context.end(request, id);
    Reply reply =
        context.returnTo(form).fold(() -> context.page(SIGNED_OUT, request, id), context::redirect);
    return context.sessions().gone().foldLeft(reply, Reply::with).with(Cookie.PENDING.gone());
  }
}
