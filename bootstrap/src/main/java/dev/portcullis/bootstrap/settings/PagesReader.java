package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.forwardauth.ForwardAuthSettings;
import dev.portcullis.adapters.http.pages.PagesSettings;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.adapters.http.session.SessionSettings;
import dev.portcullis.domain.token.Scope;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads {@code pages}, {@code session} and {@code forward-auth}. */
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
  private static final ValueType<SessionKeys> KEYS =
      new ValueType<>(
          "secret",
          true,
          text -> {
            try {
              return Validation.valid(SessionKeys.parse(text));
            } catch (IllegalArgumentException e) {
              return Validation.invalid(
                  "32 bytes in base64, a key a line; openssl rand -base64 32 prints one");
            }
          });
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private PagesReader() {}

  private record Shown(
      boolean enabled,
      Option<WebOrigin> origin,
      Seq<WebOrigin> returnTo,
      String home,
      Scope scope,
      Option<String> webLogin,
      Option<String> branding) {}

  private record Kept(Option<SessionKeys> keys, Duration lifetime, Duration idle) {}

  private enum Unauthenticated {
    STATUS,
    REDIRECT
  }

  /** The settings of the pages; none if they are not switched on. */
  static Validation<Seq<SettingsProblem>, Option<PagesSettings>> read(Section root) {
    return SettingsReader.flat(
            Validation.combine(
                    shown(root.section("pages")),
                    kept(root.section("session")),
                    forwardAuth(root.section("forward-auth")))
                .ap((shown, kept, asked) -> assemble(root, shown, kept, asked)))
        .flatMap(settings -> settings);
  }

  private static Validation<Seq<SettingsProblem>, Shown> shown(Section pages) {
    return SettingsReader.flat(
        Validation.combine(
                pages.withDefault(
                    "enabled",
                    ValueType.BOOLEAN,
                    "false",
                    "Whether there are pages for people: /login and what follows."),
                pages.optional(
                    "origin",
                    ORIGIN,
                    "With pages: where browsers reach them, such as https://login.example.com."),
                pages.list(
                    "return-to",
                    ORIGIN,
                    "Further origins that users may be sent on to after a login, and that may ask"
                        + " for a logout."),
                pages.withDefault(
                    "home",
                    ValueType.TEXT,
                    PagesSettings.SIGNED_IN,
                    "Where a user goes who came from nowhere: a path, or a URL at a listed"
                        + " origin."),
                pages.withDefault(
                    "scope",
                    SCOPE,
                    "openid profile email offline_access",
                    "The scopes asked for at a login on the pages; without offline_access a session"
                        + " ends with its access token."),
                pages.optional(
                    "web-login",
                    ValueType.WEB_PAGE,
                    "The hosted login that users are sent to when only it can verify them."),
                pages.optional(
                    "branding",
                    ValueType.TEXT,
                    "A folder of templates, messages, style.css and logo that take the place of"
                        + " ours."))
            .ap(Shown::new));
  }

  private static Validation<Seq<SettingsProblem>, Kept> kept(Section session) {
    return SettingsReader.flat(
            Validation.combine(
                    session.optional(
                        "keys",
                        KEYS,
                        "With pages: the keys of the session cookies, each 32 random bytes in"
                            + " base64, a key a line; the first encrypts, all decrypt. The same on"
                            + " every instance."),
                    session.withDefault(
                        "lifetime",
                        ValueType.duration(MINUTE, Duration.ofDays(30)),
                        "12h",
                        "How long a login lasts at most."),
                    session.withDefault(
                        "idle",
                        ValueType.duration(MINUTE, Duration.ofDays(30)),
                        "1h",
                        "How long a login lasts without being used."))
                .ap(Kept::new))
        .flatMap(
            kept ->
                kept.idle().compareTo(kept.lifetime()) <= 0
                    ? Validation.valid(kept)
                    : session.invalid(
                        "idle", "longer than session.lifetime", "make it the shorter of the two"));
  }

  private static Validation<Seq<SettingsProblem>, ForwardAuthSettings> forwardAuth(Section asked) {
    return SettingsReader.flat(
        Validation.combine(
                asked.withDefault(
                    "enabled",
                    ValueType.BOOLEAN,
                    "false",
                    "Whether /auth/verify tells proxies whose a request is; needs pages."),
                asked.withDefault(
                    "unauthenticated",
                    ValueType.oneOf(Unauthenticated.class, '-'),
                    "status",
                    "What a browser without a session gets: a 401 (nginx), or a redirect to the"
                        + " login (Traefik, Caddy)."),
                asked.withDefault(
                    "renew-before",
                    ValueType.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                    "60s",
                    "How long before its end an access token is renewed."))
            .ap(
                (enabled, unauthenticated, before) ->
                    new ForwardAuthSettings(
                        enabled, unauthenticated == Unauthenticated.REDIRECT, before)));
  }

  private static Validation<Seq<SettingsProblem>, Option<PagesSettings>> assemble(
      Section root, Shown shown, Kept kept, ForwardAuthSettings asked) {
    Section pages = root.section("pages");
    if (!shown.enabled()) {
      return asked.enabled()
          ? root.section("forward-auth")
              .invalid(
                  "enabled",
                  "true while pages.enabled is not",
                  "set pages.enabled to true: its sessions come from the login page")
          : Validation.valid(Option.none());
    }
    Seq<SettingsProblem> problems = Vector.empty();
    if (shown.origin().isEmpty()) {
      problems =
          problems.append(
              pages.problem(
                  "origin",
                  "missing while pages.enabled is true",
                  "set it to where browsers reach the pages, such as https://login.example.com"));
    }
    if (kept.keys().isEmpty()) {
      problems =
          problems.append(
              root.section("session")
                  .problem(
                      "keys",
                      "missing while pages.enabled is true",
                      "openssl rand -base64 32 > session.keys, and set it to file:session.keys"));
    }
    Option<Path> branding = shown.branding().map(pages.directory()::resolve);
    if (branding.exists(folder -> !Files.isDirectory(folder))) {
      problems =
          problems.append(
              pages.problem("branding", "no folder: " + branding.get(), "name an existing folder"));
    }
    if (!problems.isEmpty()) {
      return Validation.invalid(problems);
    }
    try {
      return Validation.valid(
          Option.of(
              new PagesSettings(
                  shown.origin().get(),
                  shown.returnTo(),
                  shown.home(),
                  shown.scope(),
                  shown.webLogin(),
                  branding,
                  new SessionSettings(kept.keys().get(), kept.lifetime(), kept.idle()),
                  asked)));
    } catch (IllegalArgumentException e) {
      return pages.invalid(
          "home", "not usable: " + shown.home(), "a path, or a URL at one of pages.return-to");
    }
  }
}
