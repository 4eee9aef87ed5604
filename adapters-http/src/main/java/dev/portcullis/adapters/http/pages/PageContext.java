package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.Endpoint.Content.Form;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.pages.FormGuard.Visit;
import dev.portcullis.adapters.http.session.Cookie;
import dev.portcullis.adapters.http.session.ReturnTarget;
import dev.portcullis.adapters.http.session.Session;
import dev.portcullis.adapters.http.session.Sessions;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What all pages of one listener share: intake, form protection, sessions, writing pages. */
final class PageContext {

  /** A form field: the token that binds the form to this browser. */
  static final String CSRF = "csrf";

  /** A field of forms and queries: where to go afterwards. */
  static final String RETURN_TO = "return_to";

  private final PagesSettings settings;
  private final PageWriter writer;
  private final FormGuard guard;
  private final Sessions sessions;
  private final Pending.Store pendings;
  private final OutcomePages outcomes;
  private final RevokeTokensUseCase revoke;
  private final OwnOrigin origin;
  private final Submissions submissions;
  private final InstantSource time;
  private final RequestIntake intake;

  PageContext(Pages.Shared shared, RequestIntake intake) {
    this.settings = shared.settings();
    this.writer = shared.writer();
    this.guard = shared.guard();
    this.sessions = shared.sessions();
    this.pendings = shared.pendings();
    this.outcomes = shared.outcomes();
    this.revoke = shared.revoke();
    this.origin = shared.origin();
    this.submissions = shared.submissions();
    this.time = shared.time();
    this.intake = intake;
  }

  Sessions sessions() {
    return sessions;
  }

  FormGuard guard() {
    return guard;
  }

  OutcomePages outcomes() {
    return outcomes;
  }

  PagesSettings settings() {
    return settings;
  }

  /** The query's fields of these names. */
  static Fields query(GatewayRequest request, Set<String> known) {
    return Fields.ofQuery(request.query(), known);
  }

  /** The fields of the posted form, ours or not; none if there is no form. */
  Option<Fields> posted(GatewayRequest request, Set<String> known) throws IOException {
    return intake.form(request, known);
  }

  /** Where the user wants to go afterwards, if that target is allowed. */
  Option<ReturnTarget> returnTo(Fields fields) {
    return settings.targets().parse(fields.get(RETURN_TO));
  }

  /** The page, with a token for its forms. */
  Reply page(Page page, GatewayRequest request, RequestId id) {
    Visit visit = guard.visit(request);
    Reply reply = writer.write(page.with("csrf", guard.token(visit)), request, id);
    return visit.cookie().fold(() -> reply, reply::with);
  }

  Reply redirect(ReturnTarget target) {
    return redirect(target.text());
  }

  /** A redirect that no client chose. */
  Reply redirect(String location) {
    return Pages.redirect(location);
  }

  /** The client behind a request, or the page that reports that its address is unknown. */
  Either<Reply, Requester> requester(GatewayRequest request, RequestId id) {
    return intake
        .requester(request, id)
        .mapLeft(reason -> page(outcomes.addressUnknown(), request, id));
  }

  /**
   * The fields of a form that was sent by one of our pages in this browser.
   *
   * @param known the fields that are read
   * @param again the page to show if the form came from elsewhere or has expired
   */
  Either<Reply, Fields> form(GatewayRequest request, RequestId id, Set<String> known, Page again)
      throws IOException {
    return ours(posted(request, known), request, id, again);
  }

  private Either<Reply, Fields> ours(
      Option<Fields> fields, GatewayRequest request, RequestId id, Page again) {
    if (fields.isEmpty()) {
      return Either.left(page(outcomes.badForm(), request, id));
    }
    return refused(request, id, fields.get(), again).toEither(fields.get()).swap();
  }

  /**
   * The fields of a form that leads to a login. One that a login in another tab has outdated leads
   * to where that login leads.
   */
  Either<Reply, Fields> loginForm(
      GatewayRequest request, RequestId id, Set<String> known, Page again) throws IOException {
    Option<Fields> fields = posted(request, known);
    boolean loggedIn =
        fields.exists(
                it -> it.has(CSRF) && guard.refusal(request, it).contains(HttpRefusal.FORM_EXPIRED))
            && sessions.of(request).isDefined();
    return loggedIn
        ? Either.left(onward(returnTo(fields.get())))
        : ours(fields, request, id, again);
  }

  /** The answer to a form, which is one attempt however often it is sent. */
  Reply once(GatewayRequest request, Fields form, Form fields, Supplier<Reply> attempt) {
    return submissions.once(guard.visit(request), form, fields.names(), attempt);
  }

  /** Where a user goes who is logged in. */
  Reply onward(Option<ReturnTarget> returnTo) {
    return redirect(returnTo.map(ReturnTarget::text).getOrElse(settings.home()));
  }

  /** The page that refuses a form, recorded; none if one of our pages in this browser sent it. */
  Option<Reply> refused(GatewayRequest request, RequestId id, Fields form, Page again) {
    return guard
        .refusal(request, form)
        .map(
            reason -> {
              intake.refusals().record(reason);
              Page page =
                  switch (reason) {
                    case WRONG_ORIGIN -> wrongOrigin(request, id);
                    case COOKIE_MISSING -> again.with("alert", "cookie-missing");
                    default -> again.with("alert", "form-expired");
                  };
              return page(page.with("returnTo", returnTo(form)), request, id);
            });
  }

  private Page wrongOrigin(GatewayRequest request, RequestId id) {
    String seen = request.header("Origin");
    origin.warn(seen, id);
    return outcomes.wrongOrigin(seen, settings.origin());
  }

  /** The login of this browser that waits for its second factor. */
  Option<Pending> pending(GatewayRequest request) {
    return pendings.of(request, guard.visit(request));
  }

  /** Redirects, with the waiting login stored in its cookie. */
  Reply goOn(String location, Pending pending, GatewayRequest request, RequestId id) {
    return pendings
        .cookie(pending)
        .fold(
            () -> {
              intake.sessionLost(id, SessionFault.PENDING_TOO_LARGE);
              return page(outcomes.misconfigured(), request, id);
            },
            redirect(location)::with);
  }

  /** A login that now waits for its second factor. */
  Pending begin(MfaToken token, GatewayRequest request, Option<ReturnTarget> returnTo) {
    return Pending.begin(token, guard.visit(request), returnTo, time.instant());
  }

  /** Ends the session that this browser has, if there is one, and revokes its refresh token. */
  void end(GatewayRequest request, RequestId id) {
    Option<Session> session = sessions.of(request);
    session.forEach(sessions::revoke);
    session
        .flatMap(Session::refreshToken)
        .forEach(
            token -> {
              Either<Reply, Requester> requester = requester(request, id);
              requester.forEach(it -> revoke.revoke(new Revocation(it, token)));
            });
  }

  /**
   * Starts the session and redirects the user; no cookie that the browser had before stays valid,
   * and the session it had, of this user or another, ends.
   *
   * @param newRecoveryCode shown first, once
   */
  Reply signIn(
      Tokens tokens,
      Option<ReturnTarget> returnTo,
      Option<RecoveryCode> newRecoveryCode,
      GatewayRequest request,
      RequestId id) {
    String target = returnTo.map(ReturnTarget::text).getOrElse(settings.home());
    end(request, id);
    return sessions
        .begin(tokens)
        .flatMap(session -> sessions.cookie(session).toEither(SessionFault.TOO_LARGE))
        .fold(
            fault -> {
              intake.sessionLost(id, fault);
              Reply reply = page(outcomes.misconfigured(), request, id);
              return sessions.gone().foldLeft(reply, Reply::with);
            },
            cookie -> {
              Reply reply =
                  newRecoveryCode.fold(
                      () -> redirect(target),
                      code ->
                          writer.write(
                              Page.of(200, "new-recovery-code", "new-recovery-code-title")
                                  .with("code", code.value())
                                  .leadingTo(target, "continue"),
                              request,
                              id));
              return reply
                  .with(cookie)
                  .with(Cookie.PENDING.gone())
                  .with(Cookie.VISIT.with(guard.begin().id()));
            });
  }
}
