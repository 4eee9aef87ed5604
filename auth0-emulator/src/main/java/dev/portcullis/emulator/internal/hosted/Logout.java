package dev.portcullis.emulator.internal.hosted;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.session.Session;
import dev.portcullis.emulator.internal.session.Sessions;
import dev.portcullis.emulator.internal.token.IdTokens;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code /v2/logout}, and {@code /oidc/logout} (OpenID Connect RP-Initiated Logout), which asks the
 * user unless an id token or a session id shows who wants to log out.
 */
final class Logout {

  private static final List<String> PARAMETERS =
      List.of("client_id", "post_logout_redirect_uri", "state", "ui_locales");

  private final Supplier<TenantDefinition> tenant;
  private final String issuer;
  private final TokenKeys keys;
  private final UserStore users;
  private final Sessions sessions;
  private final TenantLog log;
  private final HostedPages pages;
  private final BackChannelLogout backChannel;

  Logout(HostedState state) {
    this.tenant = state.tenant();
    this.issuer = state.issuer();
    this.keys = state.keys();
    this.users = state.users();
    this.sessions = state.sessions();
    this.log = state.log();
    this.pages = new HostedPages(state.tenant());
    this.backChannel = new BackChannelLogout(state);
  }

  void addTo(Router router) {
    router
        .on(
            "GET",
            "/v2/logout",
            request -> read(request, Parameters.ofQuery(request), it -> v2(request, it)))
        .on(
            "GET",
            "/oidc/logout",
            request -> read(request, Parameters.ofQuery(request), it -> oidc(request, it, false)))
        .on(
            "POST",
            "/oidc/logout",
            request -> read(request, Parameters.ofBody(request), it -> oidc(request, it, true)));
  }

  private Reply read(
      Request request, Parameters.Reading reading, Function<Parameters, Reply> handler) {
    return switch (reading) {
      case Parameters.Malformed malformed ->
          pages.speaking(request).problem(400, "invalid_request", malformed.reason());
      case Parameters.Parsed parsed -> handler.apply(parsed.parameters());
    };
  }

  private Reply v2(Request request, Parameters parameters) {
    TenantDefinition definition = tenant.get();
    Optional<String> clientId = parameters.text("client_id");
    Optional<Application> application = clientId.flatMap(definition::application);
    if (clientId.isPresent() && application.isEmpty()) {
      return failed(request, application, "Unknown client: " + clientId.get());
    }
    List<String> allowed =
        application.map(app -> app.urls().logoutUrls()).orElseGet(definition::logoutUrls);
    Optional<String> wanted = parameters.text("returnTo");
    if (wanted.filter(url -> !UrlPattern.anyMatches(allowed, url)).isPresent()) {
      return failed(
          request,
          application,
          "The \"returnTo\" querystring parameter \""
              + wanted.get()
              + "\" is not defined as a valid URL in \"Allowed Logout URLs\".");
    }
    Optional<String> target = wanted.or(() -> allowed.stream().findFirst());
    return ended(request, parameters, application, target);
  }

  private Reply oidc(Request request, Parameters parameters, boolean posted) {
    TenantDefinition definition = tenant.get();
    Optional<String> hint = parameters.text("id_token_hint");
    Optional<JWTClaimsSet> claims =
        hint.flatMap(token -> IdTokens.read(keys, token, definition::application))
            .filter(it -> issuer.equals(it.getIssuer()));
    if (hint.isPresent() && claims.isEmpty()) {
      return failed(request, Optional.empty(), "Invalid id_token_hint");
    }
    Optional<String> clientId =
        parameters
            .text("client_id")
            .or(() -> claims.flatMap(it -> it.getAudience().stream().findFirst()));
    Optional<Application> application = clientId.flatMap(definition::application);
    if (clientId.isPresent() && application.isEmpty()) {
      return failed(request, application, "Unknown client: " + clientId.get());
    }
    if (claims.isPresent() && !claims.get().getAudience().contains(clientId.orElse(""))) {
      return failed(request, application, "The id_token_hint was issued to another client");
    }
    List<String> allowed =
        application.map(app -> app.urls().logoutUrls()).orElseGet(definition::logoutUrls);
    Optional<String> wanted = parameters.text("post_logout_redirect_uri");
    if (wanted.filter(url -> !UrlPattern.anyMatches(allowed, url)).isPresent()) {
      return failed(
          request,
          application,
          "The \"post_logout_redirect_uri\" parameter \""
              + wanted.get()
              + "\" is not defined as a valid URL in \"Allowed Logout URLs\".");
    }
    Optional<Session> session = sessions.of(request);
    Optional<String> sid =
        parameters.text("logout_hint").or(() -> claims.map(it -> text(it, "sid")));
    boolean confirmed = posted && parameters.text("confirm").isPresent() && isOwnForm(request);
    if (session.isPresent() && !confirmed && !sid.equals(session.map(Session::id))) {
      return speaking(request, parameters).askLogout(fields(parameters));
    }
    return ended(request, parameters, application, wanted.map(url -> withState(url, parameters)));
  }

  /** Another site's form has no {@code Origin} of this tenant; browsers send it with every POST. */
  private static boolean isOwnForm(Request request) {
    Optional<String> host = request.singleHeader("host");
    Optional<String> origin = request.singleHeader("origin");
    return request.singleHeader("sec-fetch-site").equals(Optional.of("same-origin"))
        || (host.isPresent()
            && (origin.equals(Optional.of("https://" + host.get()))
                || origin.equals(Optional.of("http://" + host.get()))));
  }

  private static Map<String, String> fields(Parameters parameters) {
    Map<String, String> fields = new LinkedHashMap<>();
    PARAMETERS.forEach(name -> parameters.text(name).ifPresent(value -> fields.put(name, value)));
    return fields;
  }

  private static String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String value ? value : "";
  }

  private static String withState(String url, Parameters parameters) {
    return parameters
        .text("state")
        .map(
            state ->
                url
                    + (url.contains("?") ? "&" : "?")
                    + "state="
                    + URLEncoder.encode(state, StandardCharsets.UTF_8))
        .orElse(url);
  }

  private Reply ended(
      Request request,
      Parameters parameters,
      Optional<Application> application,
      Optional<String> target) {
    sessions
        .end(request)
        .ifPresent(
            session -> {
              log.write(
                  entry(
                          request,
                          LogType.SUCCESS_LOGOUT,
                          "User successfully logged out",
                          application)
                      .about(tenant.get().connection(session.connection()), application)
                      .by(
                          session.userId(),
                          users.byId(session.userId()).map(User::email).orElse(""))
                      .with("session_id", session.id())
                      .with("return_to", target.orElse("")));
              backChannel.ended(session, request.peer());
            });
    return sessions.forgotten(
        target
            .map(url -> Reply.empty(302).with("Location", url).with("Cache-Control", "no-store"))
            .orElseGet(() -> speaking(request, parameters).loggedOut()));
  }

  private HostedPages speaking(Request request, Parameters parameters) {
    return pages.speaking(request, parameters.items("ui_locales").orElse(List.of()));
  }

  private Reply failed(Request request, Optional<Application> application, String description) {
    log.write(entry(request, LogType.FAILED_LOGOUT, description, application));
    return pages.speaking(request).problem(400, "invalid_request", description);
  }

  private static LogEntry entry(
      Request request, LogType type, String description, Optional<Application> application) {
    return LogEntry.of(type, description, request.peer(), request.peer())
        .about(Optional.empty(), application);
  }
}
