package dev.portcullis.emulator.internal.accounts;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.protection.BreachedPasswords;
import dev.portcullis.emulator.internal.protection.LoginGuard;
import dev.portcullis.emulator.internal.users.MailedLinks;
import dev.portcullis.emulator.internal.users.MailedLinks.Ticket;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.Shield;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pages of the links in mails: {@code /lo/reset} sets a new password and lifts the user's
 * blocks, {@code /lo/unblock} only lifts the blocks. A GET changes nothing, because mail scanners
 * send it too.
 */
public final class LinkPages {

  private static final String RESET =
      "<h1>Set a new password</h1><form method=\"post\"><p><label>New password <input"
          + " type=\"password\" name=\"password\" autocomplete=\"new-password\""
          + " required></label></p><p><button class=\"first\">Set password</button></p></form>";
  private static final String UNBLOCK =
      "<h1>Unblock your account</h1><form method=\"post\"><input type=\"hidden\" name=\"confirm\""
          + " value=\"yes\"><button class=\"first\">Unblock</button></form>";
  private static final String OVER = "<h1>This link has expired or was used.</h1>";

  private final Supplier<TenantDefinition> tenant;
  private final MailedLinks links;
  private final UserStore users;
  private final LoginGuard guard;
  private final BreachedPasswords breachedPasswords;
  private final TenantLog log;

  /** Serves these links. */
  public LinkPages(
      Supplier<TenantDefinition> tenant,
      MailedLinks links,
      UserStore users,
      LoginGuard guard,
      BreachedPasswords breachedPasswords,
      TenantLog log) {
    this.tenant = tenant;
    this.links = links;
    this.users = users;
    this.guard = guard;
    this.breachedPasswords = breachedPasswords;
    this.log = log;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    router
        .on("GET", "/lo/reset", request -> form(request, RESET))
        .on("POST", "/lo/reset", this::reset)
        .on("GET", "/lo/unblock", request -> form(request, UNBLOCK))
        .on("POST", "/lo/unblock", this::unblock);
  }

  private Reply form(Request request, String form) {
    return ticket(request).flatMap(links::find).isPresent() ? page(200, form) : page(404, OVER);
  }

  private Reply reset(Request request) {
    Optional<String> password =
        Parameters.ofBody(request) instanceof Parameters.Parsed parsed
            ? parsed.parameters().text("password")
            : Optional.empty();
    if (password.isEmpty()) {
      return page(
          400, "<p class=\"notice bad\" role=\"alert\">A password is required.</p>" + RESET);
    }
    if (breached(request, password.get())) {
      return page(
          400,
          "<p class=\"notice bad\" role=\"alert\">This password was disclosed in a data breach.</p>"
              + RESET);
    }
    return user(request)
        .map(
            found -> {
              User user = found.user();
              users.setPassword(user.userId(), password.get());
              if (found.ticket().verifiesEmail()) {
                users.change(user.userId(), before -> before.withEmail(before.email(), true));
              }
              guard.unblock(user.email());
              log.write(
                  about(request, LogType.SUCCESS_PASSWORD_CHANGE, user)
                      .with("email", user.email())
                      .with("title", "Password Change Completed"));
              return page(200, "<h1>Your password has been changed.</h1>");
            })
        .orElseGet(() -> page(404, OVER));
  }

  private Reply unblock(Request request) {
    return user(request)
        .map(
            found -> {
              if (guard.unblock(found.user().email())) {
                log.write(about(request, LogType.BLOCK_RELEASED, found.user()));
              }
              return page(200, "<h1>Your account is no longer blocked.</h1>");
            })
        .orElseGet(() -> page(404, OVER));
  }

  private boolean breached(Request request, String password) {
    BreachedPasswordSettings settings = tenant.get().breachedPasswords();
    if (!settings.enabled() || !breachedPasswords.contains(password)) {
      return false;
    }
    ticket(request)
        .flatMap(links::find)
        .flatMap(ticket -> users.byId(ticket.userId()))
        .ifPresent(user -> log.write(about(request, LogType.BREACHED_PASSWORD_AT_RESET, user)));
    return settings.resetShields().contains(Shield.BLOCK);
  }

  private Optional<Redeemed> user(Request request) {
    return ticket(request)
        .flatMap(links::redeem)
        .flatMap(ticket -> users.byId(ticket.userId()).map(user -> new Redeemed(ticket, user)));
  }

  private LogEntry about(Request request, LogType type, User user) {
    String description =
        switch (type) {
          case BLOCK_RELEASED -> "User login block released";
          case BREACHED_PASSWORD_AT_RESET -> "A leaked password was chosen at a reset.";
          default -> "";
        };
    return LogEntry.of(type, description, request.peer(), request.peer())
        .about(tenant.get().connection(user.connection()), Optional.empty())
        .by(user.userId(), user.email())
        .with("query", Map.of())
        .with("body", Map.of());
  }

  private static Optional<String> ticket(Request request) {
    return Parameters.ofQuery(request) instanceof Parameters.Parsed parsed
        ? parsed.parameters().text("ticket")
        : Optional.empty();
  }

  private static Reply page(int status, String content) {
    return Reply.of(
            status,
            "text/html; charset=utf-8",
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width, initial-scale=1\"><title>Emulated Auth0</title>"
                + "<link rel=\"stylesheet\" href=\"/emulator/ui/style.css\"><main class=\"narrow\">"
                + content
                + "</main></html>")
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
                + " frame-ancestors 'none'")
        .with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer");
  }

  private record Redeemed(Ticket ticket, User user) {}
}
