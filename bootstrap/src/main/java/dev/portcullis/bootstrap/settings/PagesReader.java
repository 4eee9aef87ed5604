package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.forwardauth.ForwardAuthSettings;
import dev.portcullis.adapters.http.pages.PagesSettings;
import dev.portcullis.adapters.http.session.SessionSettings;
import dev.portcullis.application.provider.Capability;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.token.Scope;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Reads {@code pages}, with {@code session} and {@code forward-auth} that belong to them. */
final class PagesReader {

  private static final ValueType<WebOrigin> ORIGIN =
      new ValueType<>("origin", false, WebOrigin::of);

  private static final ValueType<Scope> SCOPE =
      new ValueType<>(
          "scope",
          false,
          text ->
              Scope.of(text)
                  .flatMap(
                      scope ->
                          scope.values().contains("openid")
                              ? Validation.valid(scope)
                              : Validation.invalid("scopes with openid among them")));

  private PagesReader() {}

  private enum Unauthenticated {
    STATUS,
    REDIRECT
  }

  private enum Preflight {
    REFUSE,
    PASS
  }

  /**
   * The settings of the pages; none if they are not enabled.
   *
   * @param can what the provider can do: the pages have a link for each capability
   */
  static Validation<Seq<SettingsProblem>, Option<PagesSettings>> read(
      Section root, Set<Capability> can) {
    Section pages = root.section("pages");
    Accumulator all = new Accumulator();
    var enabled =
        all.add(
            pages.withDefault(
                "enabled",
                ValueType.BOOLEAN,
                "false",
                "Whether the gateway serves login pages: /login and what follows."));
    var origin =
        all.add(
            pages.optional(
                "origin",
                ORIGIN,
                "With pages: their origin as browsers see it, such as https://login.example.com."));
    var returnTo =
        all.add(
            pages.list(
                "return-to",
                ORIGIN,
                "Further origins that users may be redirected to after a login, and that may"
                    + " request a logout."));
    var home =
        all.add(
            pages.withDefault(
                "home",
                ValueType.TEXT,
                PagesSettings.SIGNED_IN,
                "Where a user goes after a login without a return address: a path, or a URL at a"
                    + " listed origin."));
    var scope =
        all.add(
            pages.withDefault(
                "scope",
                SCOPE,
                "openid profile email offline_access",
                "The scopes requested at a login on the pages; without offline_access a session"
                    + " ends with its access token."));
    var webLogin =
        all.add(
            pages.optional(
                "web-login",
                ValueType.WEB_PAGE,
                "The hosted login that users are sent to when only it can verify them."));
    var branding =
        all.add(
            pages
                .optional(
                    "branding",
                    ValueType.TEXT,
                    "A folder of templates, messages, style.css and logo that replace the built-in"
                        + " ones.")
                .map(folder -> folder.map(pages.directory()::resolve)));
    var messages =
        all.add(
            pages
                .optional(
                    "messages",
                    ValueType.TEXT,
                    "A folder of texts in further languages, such as nl.properties; texts that are"
                        + " missing are English.")
                .map(folder -> folder.map(pages.directory()::resolve)));
    var listeners =
        all.add(
            pages.list(
                "listeners",
                ValueType.TEXT,
                "The names of the listeners that serve them, users for the one of listen.users;"
                    + " without any, all do."));
    var session = all.add(SessionReader.read(root.section("session")));
    var forwardAuth = all.add(forwardAuth(root.section("forward-auth")));
    return all.check(
        () -> {
          if (!enabled.get()) {
            return forwardAuth.get().enabled()
                ? root.section("forward-auth")
                    .invalid(
                        "enabled",
                        "true while pages.enabled is not",
                        "set pages.enabled to true: its sessions come from the login page")
                : Validation.valid(Option.none());
          }
          Accumulator needed = new Accumulator();
          needed.add(possible(pages, can));
          var at =
              needed.add(
                  pages.present(
                      "origin",
                      origin.get(),
                      "pages.enabled is true",
                      "set it to where browsers reach the pages, such as"
                          + " https://login.example.com"));
          var kept =
              needed.add(
                  root.section("session")
                      .present(
                          "keys",
                          session.get(),
                          "pages.enabled is true",
                          "openssl rand -base64 32 > session.keys, and set it to"
                              + " file:session.keys"));
          if (origin.get().isDefined() && session.get().isDefined()) {
            needed.add(covering(root.section("session"), session.get().get(), origin.get().get()));
          }
          needed.add(existing(pages, "branding", branding.get()));
          needed.add(existing(pages, "messages", messages.get()));
          needed.add(known(root, listeners.get()));
          return needed.check(
              () ->
                  orNoHome(
                      pages,
                      home.get(),
                      () ->
                          PagesSettings.of(at.get(), kept.get())
                              .withReturnTo(returnTo.get())
                              .withHome(home.get())
                              .withScope(scope.get())
                              .withWebLogin(webLogin.get())
                              .withBranding(branding.get())
                              .withMessages(messages.get())
                              .withListeners(listeners.get().toLinkedSet())
                              .withForwardAuth(forwardAuth.get())));
        });
  }

  private static Validation<Seq<SettingsProblem>, Set<Capability>> possible(
      Section pages, Set<Capability> can) {
    Vector<Capability> lacking = Vector.of(Capability.values()).removeAll(can);
    return lacking.isEmpty()
        ? Validation.valid(can)
        : pages.invalid(
            "enabled",
            "true, while the provider has no "
                + lacking.map(Capability::words).mkString(", no ")
                + ", for which the login pages have links",
            "set it to false");
  }

  private static Validation<Seq<SettingsProblem>, SessionSettings> covering(
      Section section, SessionSettings session, WebOrigin origin) {
    return session.domain().exists(domain -> !domain.covers(origin))
        ? section.invalid(
            "domain",
            "does not contain " + origin.host() + ", the host of pages.origin",
            "set it to a domain that contains the hosts of the pages and of the applications")
        : Validation.valid(session);
  }

  private static Validation<Seq<SettingsProblem>, Seq<String>> known(
      Section root, Seq<String> listeners) {
    Seq<String> known = root.section("listeners").children().append("users");
    Seq<String> unknown = listeners.removeAll(known);
    return unknown.isEmpty()
        ? Validation.valid(listeners)
        : root.section("pages")
            .invalid(
                "listeners",
                "no such listener: " + unknown.mkString(", "),
                "name some of " + known.mkString(", "));
  }

  private static Validation<Seq<SettingsProblem>, Option<Path>> existing(
      Section pages, String key, Option<Path> named) {
    return named.exists(folder -> !Files.isDirectory(folder))
        ? pages.invalid(key, "no folder: " + named.get(), "name an existing folder")
        : Validation.valid(named);
  }

  /** Whether the home page is at one of the origins is known when all of them are. */
  private static Validation<Seq<SettingsProblem>, Option<PagesSettings>> orNoHome(
      Section pages, String home, Supplier<PagesSettings> make) {
    try {
      return Validation.valid(Option.of(make.get()));
    } catch (IllegalArgumentException e) {
      return pages.invalid(
          "home", "not usable: " + home, "a path, or a URL at one of pages.return-to");
    }
  }

  private static Validation<Seq<SettingsProblem>, ForwardAuthSettings> forwardAuth(
      Section section) {
    Accumulator all = new Accumulator();
    var enabled =
        all.add(
            section.withDefault(
                "enabled",
                ValueType.BOOLEAN,
                "false",
                "Whether proxies can ask /auth/verify which user a request belongs to; needs"
                    + " pages."));
    var unauthenticated =
        all.add(
            section.withDefault(
                "unauthenticated",
                ValueType.oneOf(Unauthenticated.class, '-'),
                "status",
                "What a browser that opens a page without a session gets: a 401, or a redirect to"
                    + " the login. Scripts always get a 401. A proxy can choose itself:"
                    + " /auth/verify?unauthenticated=redirect."));
    var renewBefore =
        all.add(
            section.withDefault(
                "renew-before",
                ValueType.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                "60s",
                "How long before it expires an access token is renewed."));
    var preflight =
        all.add(
            section.withDefault(
                "preflight",
                ValueType.oneOf(Preflight.class, '-'),
                "refuse",
                "What a CORS preflight gets, which never carries a cookie: a 401, or passage to the"
                    + " application with empty headers about the user."));
    return all.build(
        () ->
            new ForwardAuthSettings(
                    enabled.get(),
                    unauthenticated.get() == Unauthenticated.REDIRECT,
                    renewBefore.get())
                .withPreflight(preflight.get() == Preflight.PASS));
  }
}
