package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.Handler;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.exchange.Router;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.application.journal.port.Journal;
import io.vavr.Tuple2;
import java.time.InstantSource;

/** The pages for people, their sessions, and forward auth; one for all listeners. */
public final class Pages {

  private final Shared shared;
  private final PagesUseCases useCases;
  private final Renewals renewals;

  private Pages(Shared shared, PagesUseCases useCases, InstantSource time) {
    this.shared = shared;
    this.useCases = useCases;
    this.renewals = new Renewals(useCases.renew(), time);
  }

  /** What the listeners have in common. */
  record Shared(
      PagesSettings settings,
      PageWriter writer,
      FormGuard guard,
      Sessions sessions,
      Pending.Store pendings,
      OutcomePages outcomes,
      InstantSource time) {}

  /**
   * Reads templates, texts and branding.
   *
   * @throws RuntimeException if a file of the branding folder cannot be read, or is no template
   */
  public static Pages load(PagesSettings settings, PagesUseCases useCases, InstantSource time) {
    return new Pages(
        new Shared(
            settings,
            new PageWriter(settings),
            new FormGuard(settings.session().keys(), settings.origin()),
            new Sessions(settings.session(), time),
            new Pending.Store(settings.session().keys(), time),
            new OutcomePages(settings),
            time),
        useCases,
        time);
  }

  /**
   * The routes of one listener and the pages.
   *
   * @param addresses decides the listener's addresses; the login endpoint's own
   */
  public Router addTo(Router router, ClientAddresses addresses, Journal journal) {
    PageContext desk = new PageContext(shared, addresses, journal);
    LoginPages login = new LoginPages(desk, useCases);
    MfaPages mfa = new MfaPages(desk, useCases.passMfa());
    SessionPages session = new SessionPages(desk, useCases);
    Router all =
        router
            .with("GET", "/login", login::form)
            .with("POST", "/login", login::post)
            .with("GET", "/login/reset", login::resetForm)
            .with("POST", "/login/reset", login::reset)
            .with("GET", "/login/mfa", mfa::choose)
            .with("POST", "/login/mfa/challenge", mfa::challenge)
            .with("POST", "/login/mfa/enroll", mfa::enroll)
            .with("GET", "/login/mfa/code", mfa::codeForm)
            .with("POST", "/login/mfa/code", mfa::verify)
            .with("GET", PagesSettings.SIGNED_IN, session::signedIn)
            .with("GET", "/session", session::session)
            .with("GET", "/logout", session::confirm)
            .with("POST", "/logout", session::logOut);
    for (Tuple2<String, byte[]> file : shared.writer().assets()) {
      Handler send = (request, id) -> Reply.file(type(file._1()), file._2());
      all = all.with("GET", PageWriter.ASSETS + file._1(), send);
    }
    return shared.settings().forwardAuth().enabled()
        ? all.with("GET", "/auth/verify", new ForwardAuth(desk, renewals)::verify)
        : all;
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
