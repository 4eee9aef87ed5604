package dev.portcullis.adapters.http;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.forwardauth.ForwardAuth;
import dev.portcullis.adapters.http.forwardauth.Renewals;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.pages.Pages;
import dev.portcullis.adapters.http.pages.PagesSettings;
import dev.portcullis.adapters.http.pages.PagesUseCases;
import dev.portcullis.adapters.http.session.PlainCookies;
import dev.portcullis.adapters.http.session.SessionStores;
import dev.portcullis.adapters.http.session.Sessions;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.InstantSource;

/**
 * The login pages and, where it is enabled, forward auth, over the same sessions. Create one for
 * all listeners: a session that one of them ends is ended for all. Safe for concurrent use.
 */
public final class BrowserLogin implements AutoCloseable {

  private final boolean encrypted;
  private final Pages pages;
  private final Option<ForwardAuth> forwardAuth;
  private final Renewals renewals;

  private BrowserLogin(
      boolean encrypted, Pages pages, Option<ForwardAuth> forwardAuth, Renewals renewals) {
    this.encrypted = encrypted;
    this.pages = pages;
    this.forwardAuth = forwardAuth;
    this.renewals = renewals;
  }

  /**
   * Reads templates, texts and branding.
   *
   * @param stores remember sessions that a logout has ended, and renewals no browser knows of yet
   * @throws RuntimeException if a file of the branding folder cannot be read, or is no template
   */
  public static BrowserLogin load(
      PagesSettings settings,
      PagesUseCases useCases,
      RenewTokensUseCase renew,
      SessionStores stores,
      InstantSource time) {
    Sessions sessions = new Sessions(settings.session(), stores.revoked(), time);
    Renewals renewals = new Renewals(renew, useCases.revoke(), sessions, stores, time);
    return new BrowserLogin(
        settings.origin().isEncrypted(),
        Pages.load(settings, useCases, sessions, time),
        settings.forwardAuth().enabled()
            ? Option.of(
                new ForwardAuth(settings.forwardAuth(), settings.targets(), sessions, renewals))
            : Option.none(),
        renewals);
  }

  /**
   * The page that a browser gets instead of a problem; none for other clients, and for other
   * problems than {@code not-found}, {@code method-not-allowed} and {@code internal-error}.
   */
  Option<Reply> page(Reply problem, GatewayRequest request, RequestId id) {
    Option<String> key =
        switch (problem.status()) {
          case 404, 405 -> Option.of("no-page");
          case 500 -> Option.of("defect");
          default -> Option.none();
        };
    return key.filter(it -> wantsPage(request))
        .map(it -> pages.unanswered(problem.status(), it, request, id));
  }

  private static boolean wantsPage(GatewayRequest request) {
    return request.origin().headers().named("Accept").exists(it -> it.contains("text/html"));
  }

  /** The endpoints of one listener. */
  Seq<Endpoint> endpoints(RequestIntake intake) {
    Seq<Endpoint> all =
        pages.endpoints(intake).appendAll(forwardAuth.toList().flatMap(it -> it.endpoints(intake)));
    return encrypted ? all : all.map(PlainCookies::over);
  }

  /** Waits for the renewals in progress. */
  @Override
  public void close() {
    renewals.close();
  }
}
