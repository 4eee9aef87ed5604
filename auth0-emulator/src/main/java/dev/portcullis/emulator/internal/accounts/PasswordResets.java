package dev.portcullis.emulator.internal.accounts;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.protection.Counted;
import dev.portcullis.emulator.internal.protection.RateLimiter;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.users.MailedLinks;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST /dbconnections/change_password}: the same reply for every e-mail address, a mail for
 * a known one. Ten at once, then one per minute, per address and e-mail.
 */
public final class PasswordResets implements Handler {

  static final String ANSWER = "We've just sent you an email to reset your password.";

  private static final int LONGEST = 1024;
  private static final int BURST = 10;

  private final Supplier<TenantDefinition> tenant;
  private final UserStore users;
  private final MailedLinks links;
  private final TenantLog log;
  private final RateLimiter<Asked> limiter;

  /** Works on the tenant's state. */
  public PasswordResets(
      Supplier<TenantDefinition> tenant,
      UserStore users,
      MailedLinks links,
      TenantLog log,
      InstantSource clock,
      Store store) {
    this.tenant = tenant;
    this.users = users;
    this.links = links;
    this.log = log;
    this.limiter = new RateLimiter<>(clock, store.table("resets", Asked.class, Counted.class));
  }

  @Override
  public Reply handle(Request request) {
    return switch (Parameters.ofBody(request)) {
      case Parameters.Malformed malformed -> refused(malformed.reason());
      case Parameters.Parsed parsed -> handle(request, parsed.parameters());
    };
  }

  private Reply handle(Request request, Parameters parameters) {
    TenantDefinition definition = tenant.get();
    Optional<String> email = parameters.text("email");
    Optional<String> connectionName = parameters.text("connection");
    if (email.isEmpty()) {
      return refused("email is required");
    }
    if (connectionName.isEmpty()) {
      return refused("connection is required");
    }
    if (parameters.length("email") > LONGEST || parameters.length("connection") > LONGEST) {
      return refused("parameter too long");
    }
    Optional<Connection> connection =
        definition.connection(connectionName.get()).filter(Connection::isDatabase);
    Optional<Application> application =
        parameters.text("client_id").flatMap(definition::application);
    if (connection.isEmpty()) {
      return refused("the connection was not found");
    }
    if (!request(connectionName.get(), email.get(), application, request.peer())) {
      return Reply.json(
          429,
          Map.of(
              "error",
              "too_many_requests",
              "error_description",
              "Rate limit exceeded. Please retry after some time."));
    }
    return Reply.of(200, "text/html; charset=utf-8", ANSWER);
  }

  /** Sends a known user the mail; requested by an administrator from that address. */
  public void request(String connection, String email, IpLiteral peer) {
    send(connection, email, Optional.empty(), peer);
  }

  /**
   * Sends a known user the mail; requested by someone at that address.
   *
   * @return false if the address asked too often for this user; then nothing is sent
   */
  public boolean request(
      String connection, String email, Optional<Application> application, IpLiteral peer) {
    Asked asked = new Asked(peer, email.toLowerCase(Locale.ROOT));
    boolean allowed = limiter.take(asked, BURST, Duration.ofMinutes(1));
    if (allowed) {
      send(connection, email, application, peer);
    }
    return allowed;
  }

  private void send(
      String connectionName, String email, Optional<Application> application, IpLiteral peer) {
    TenantDefinition definition = tenant.get();
    Optional<User> user = users.find(connectionName, email);
    user.ifPresent(known -> links.sendReset(SentMail.Kind.PASSWORD_RESET, known));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("client_id", application.map(Application::clientId).orElse(""));
    body.put("connection", connectionName);
    body.put("debug", false);
    body.put("email", email);
    body.put("tenant", definition.name());
    body.put("verify", true);
    log.write(
        LogEntry.of(
                user.isPresent()
                    ? LogType.SUCCESS_PASSWORD_RESET_REQUEST
                    : LogType.FAILED_PASSWORD_RESET_REQUEST,
                user.isPresent() ? ANSWER : "User does not exist.",
                peer,
                peer)
            .about(definition.connection(connectionName), application)
            .by(user.map(User::userId).orElse(""), email)
            .with("body", body));
  }

  private static Reply refused(String reason) {
    return Reply.json(400, Map.of("error", reason));
  }

  private record Asked(IpLiteral address, String email) {}
}
