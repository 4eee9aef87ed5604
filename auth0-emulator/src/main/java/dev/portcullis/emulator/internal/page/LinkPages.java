package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.accounts.PasswordProblem;
import dev.portcullis.emulator.internal.accounts.PasswordRules;
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
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pages of the links in mails: {@code /lo/reset} sets a new password and lifts the user's
 * blocks, {@code /lo/unblock} only lifts the blocks. A GET changes nothing, because mail scanners
 * send it too.
 */
public final class LinkPages {

  private static final Content RESET =
      new Content(
          Kind.RESET, "Set a new password", "Choose a password that you use nowhere else.", "");
  private static final Content UNBLOCK =
      new Content(
          Kind.UNBLOCK,
          "Unblock your account",
          "Logins were blocked after wrong passwords. Unblock the account if it was you who typed"
              + " them.",
          "");
  private static final Content CHANGED =
      new Content(
          Kind.DONE,
          "Your password has been changed",
          "You can log in with it now. Blocks of your account are lifted.",
          "");
  private static final Content UNBLOCKED =
      new Content(
          Kind.DONE, "Your account is no longer blocked", "You can log in from everywhere.", "");
  private static final Content OVER =
      new Content(
          Kind.OVER,
          "This link has expired or was used",
          "A link can be used once, within five days.",
          "");

  private final Supplier<TenantDefinition> tenant;
  private final MailedLinks links;
  private final UserStore users;
  private final PasswordRules passwords;
  private final LoginGuard guard;
  private final BreachedPasswords breachedPasswords;
  private final TenantLog log;

  /** Serves these links. */
  public LinkPages(
      Supplier<TenantDefinition> tenant,
      MailedLinks links,
      UserStore users,
      PasswordRules passwords,
      LoginGuard guard,
      BreachedPasswords breachedPasswords,
      TenantLog log) {
    this.tenant = tenant;
    this.links = links;
    this.users = users;
    this.passwords = passwords;
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

  private Reply form(Request request, Content form) {
    return ticket(request).flatMap(links::find).isPresent()
        ? page(request, 200, form)
        : page(404, OVER);
  }

  private Reply reset(Request request) {
    Optional<String> password =
        Parameters.ofBody(request) instanceof Parameters.Parsed parsed
            ? parsed.parameters().text("password")
            : Optional.empty();
    if (password.isEmpty()) {
      return page(request, 400, RESET.withProblem("A password is required."));
    }
    if (breached(request, password.get())) {
      return page(
          request,
          400,
          RESET.withProblem("This password was found in a data breach. Choose another one."));
    }
    Optional<PasswordProblem> problem =
        ticket(request)
            .flatMap(links::find)
            .flatMap(ticket -> users.byId(ticket.userId()))
            .flatMap(user -> passwords.problem(user, password.get()));
    if (problem.isPresent()) {
      return page(request, 400, RESET.withProblem(text(problem.get())));
    }
    return user(request)
        .map(
            found -> {
              User user = found.user();
              passwords.set(user, password.get());
              if (found.ticket().verifiesEmail()) {
                users.change(user.userId(), before -> before.withEmail(before.email(), true));
              }
              guard.unblock(user.email());
              log.write(
                  about(request, LogType.SUCCESS_PASSWORD_CHANGE, user)
                      .with("email", user.email())
                      .with("title", "Password Change Completed"));
              return found
                  .ticket()
                  .resultUrl()
                  .map(url -> Reply.empty(302).with("Location", url))
                  .orElseGet(() -> page(200, CHANGED));
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
              return page(200, UNBLOCKED);
            })
        .orElseGet(() -> page(404, OVER));
  }

  private static String text(PasswordProblem problem) {
    return problem
        .policy()
        .map(rules -> problem.message() + ". " + rules.replaceAll("\\s*\\n\\s*", " "))
        .orElse(problem.message() + ".");
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

  /** The form; browsers follow the redirect after it only to where its policy allows. */
  private Reply page(Request request, int status, Content content) {
    return page(
        status,
        content,
        ticket(request)
            .flatMap(links::find)
            .flatMap(Ticket::resultUrl)
            .map(url -> " " + origin(url))
            .orElse(""));
  }

  private static String origin(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private Reply page(int status, Content content) {
    return page(status, content, "");
  }

  private Reply page(int status, Content content, String formTargets) {
    TenantDefinition definition = tenant.get();
    Optional<String> login =
        definition
            .defaultRedirectionUri()
            .filter(uri -> uri.startsWith("https://") || uri.startsWith("http://"));
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("tenant", definition.name());
    model.put("title", content.title());
    model.put("lead", content.lead());
    model.put("problem", content.problem());
    model.put("reset", content.kind() == Kind.RESET);
    model.put("unblock", content.kind() == Kind.UNBLOCK);
    model.put("done", content.kind() == Kind.DONE);
    model.put("last", content.kind() == Kind.DONE || content.kind() == Kind.OVER);
    model.put("back", login.orElse("/emulator"));
    model.put("backTo", login.isPresent() ? "Back to the login" : "Open the emulator's page");
    return Reply.of(status, "text/html; charset=utf-8", Template.named("link").filledWith(model))
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'"
                + formTargets
                + "; base-uri 'none'; frame-ancestors 'none'")
        .with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer");
  }

  private enum Kind {
    RESET,
    UNBLOCK,
    DONE,
    OVER
  }

  /** What a page shows; the problem is empty if there is none. */
  private record Content(Kind kind, String title, String lead, String problem) {

    Content withProblem(String text) {
      return new Content(kind, title, lead, text);
    }
  }

  private record Redeemed(Ticket ticket, User user) {}
}
