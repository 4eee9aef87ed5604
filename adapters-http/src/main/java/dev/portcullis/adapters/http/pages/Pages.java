package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.session.Sessions;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.InstantSource;

/** The login pages; one for all listeners. Safe for concurrent use. */
public final class Pages {

  private final Shared shared;
  private final PagesUseCases useCases;

  private Pages(Shared shared, PagesUseCases useCases) {
    this.shared = shared;
    this.useCases = useCases;
  }

  /** What the listeners have in common. */
  record Shared(
      PagesSettings settings,
      PageWriter writer,
      FormGuard guard,
      Sessions sessions,
      Pending.Store pendings,
      OutcomePages outcomes,
      RevokeTokensUseCase revoke,
      OwnOrigin origin,
      Submissions submissions,
      InstantSource time) {}

  /**
   * Reads templates, texts and branding.
   *
   * @throws RuntimeException if a file of the branding folder cannot be read, or is no template
   */
  public static Pages load(
      PagesSettings settings, PagesUseCases useCases, Sessions sessions, InstantSource time) {
    return new Pages(
        new Shared(
            settings,
            new PageWriter(settings),
            new FormGuard(settings.session().keys(), settings.origin()),
            sessions,
            new Pending.Store(settings.session().keys(), settings.targets(), time),
            new OutcomePages(settings),
            useCases.revoke(),
            new OwnOrigin(settings.origin(), time),
            new Submissions(time),
            time),
        useCases);
  }

  /** A redirect that no client chose. */
  static Reply redirect(String location) {
    return Reply.of(303, "text/plain; charset=utf-8", new byte[0])
        .with("Location", location)
        .with("Referrer-Policy", "same-origin");
  }

  /** The endpoints of one listener. */
  public Seq<Endpoint> endpoints(RequestIntake intake) {
    PageContext context = new PageContext(shared, intake);
    LoginPages login = new LoginPages(context, useCases);
    MfaPages mfa = new MfaPages(context, useCases.mfa());
    OwnOrigin origin = shared.origin();
    LanguagePage language =
        new LanguagePage(shared.writer().messages(), shared.settings().targets());
    SessionPages session = new SessionPages(context);
    return Vector.of(
            Endpoint.get("/", origin.of(session::start)),
            // https://w3c.github.io/webappsec-change-password-url/
            Endpoint.get("/.well-known/change-password", (request, id) -> redirect("/login/reset")),
            Endpoint.get(LanguagePage.PATH, language::choose),
            Endpoint.get("/login", origin.of(login::form)),
            Endpoint.post("/login", LoginPages.LOGIN_FORM, login::post),
            Endpoint.get("/login/reset", origin.of(login::resetForm)),
            Endpoint.post("/login/reset", LoginPages.RESET_FORM, login::reset),
            Endpoint.get("/login/mfa", mfa::choose),
            Endpoint.post("/login/mfa/challenge", MfaPages.CHALLENGE_FORM, mfa::challenge),
            Endpoint.post("/login/mfa/enroll", MfaPages.ENROLL_FORM, mfa::enroll),
            Endpoint.get("/login/mfa/code", mfa::codeForm),
            Endpoint.post("/login/mfa/code", MfaPages.CODE_FORM, mfa::verify),
            Endpoint.get(PagesSettings.SIGNED_IN, origin.of(session::signedIn)),
            Endpoint.get("/session", session::session),
            Endpoint.get("/logout", origin.of(session::confirm)),
            Endpoint.post("/logout", SessionPages.LOGOUT_FORM, session::logOut))
        .appendAll(
            shared
                .writer()
                .assets()
                .map(
                    file ->
                        Endpoint.get(
                            PageWriter.ASSETS + file._1(),
                            (request, id) -> Reply.file(type(file._1()), file._2()))));
  }

  /** The page for a request of a browser that no endpoint answers; it sets no cookie. */
  public Reply unanswered(int status, String key, GatewayRequest request, RequestId id) {
    return shared
        .writer()
        .write(
            Page.notice(status, key).with("again", true).with("showId", status >= 500),
            request,
            id);
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "image/png";
    };
  }
}
