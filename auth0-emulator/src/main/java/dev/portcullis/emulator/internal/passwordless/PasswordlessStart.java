package dev.portcullis.emulator.internal.passwordless;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Reply.Notes;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.protection.Counted;
import dev.portcullis.emulator.internal.protection.RateLimiter;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.observed.ForwardedForDecision;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Connection.Strategy;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * {@code POST /passwordless/start}: sends a code, or by e-mail a link. Checks in this order: the
 * address's limit, body, client authentication, connection, recipient. Calls without client
 * authentication are limited to 50 an hour and address.
 */
public final class PasswordlessStart implements Handler {

  private static final int LONGEST = 320;
  private static final int BURST = 50;
  private static final Duration REFILL = Duration.ofHours(1).dividedBy(BURST);

  private final Supplier<TenantDefinition> tenant;
  private final String issuer;
  private final ClientAuthenticator clients;
  private final CodeLogins logins;
  private final TenantLog log;
  private final SecureRandom random;
  private final RateLimiter<IpLiteral> limiter;

  /** Sends codes and links of this issuer, which ends with a slash. */
  public PasswordlessStart(
      Supplier<TenantDefinition> tenant,
      String issuer,
      ClientAuthenticator clients,
      CodeLogins logins,
      TenantLog log,
      InstantSource clock,
      SecureRandom random,
      Store store) {
    this.tenant = tenant;
    this.issuer = issuer;
    this.clients = clients;
    this.logins = logins;
    this.log = log;
    this.random = random;
    this.limiter =
        new RateLimiter<>(clock, store.table("code-requests", IpLiteral.class, Counted.class));
  }

  @Override
  public Reply handle(Request request) {
    return switch (Parameters.ofBody(request)) {
      case Parameters.Malformed malformed -> bad("bad.request", malformed.reason());
      case Parameters.Parsed parsed -> start(request, parsed.parameters());
    };
  }

  private Reply start(Request request, Parameters parameters) {
    ClientAuthentication client = clients.authenticate(request, parameters);
    boolean proven = client.caller().authenticatedWithSecret() || isAssertion(client);
    if (!proven && !limiter.take(request.peer(), BURST, REFILL)) {
      return refused(new Refusal.RateLimited());
    }
    if (parameters.text("client_id").isEmpty() && client.named().isEmpty()) {
      return bad("bad.client_id", "Missing required parameter: client_id");
    }
    boolean offered =
        parameters.names().contains("client_secret")
            || parameters.names().contains("client_assertion")
            || !request.header("authorization").isEmpty();
    if (client.named().isEmpty()) {
      return offered
          ? refused(new Refusal.ClientNotAuthenticated())
          : bad("bad.client_id", "Unknown client");
    }
    Optional<Refusal> refusal =
        client
            .refusal()
            .filter(ignored -> offered || tenant.get().passwordlessStartAuthenticated());
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    ForwardedForDecision decision =
        ForwardedForDecision.decide(request.header("auth0-forwarded-for"), client.caller());
    return start(request, parameters, client.named().get(), decision.sourceOr(request.peer()))
        .noting(
            new Notes(
                Optional.of(decision),
                Optional.empty(),
                parameters.text("email").or(() -> parameters.text("phone_number"))));
  }

  private static boolean isAssertion(ClientAuthentication client) {
    return client instanceof ClientAuthentication.Accepted accepted
        && accepted.proof() == ClientAuthentication.Proof.ASSERTION;
  }

  private Reply start(
      Request request, Parameters parameters, Application application, IpLiteral source) {
    Optional<Connection> connection =
        parameters
            .text("connection")
            .flatMap(tenant.get()::connection)
            .filter(Connection::isPasswordless);
    if (connection.isEmpty()) {
      return bad("bad.connection", "Connection does not exist");
    }
    if (!connection.get().enabledClients().contains(application.clientId())) {
      return bad("bad.connection", "Connection is disabled");
    }
    boolean sms = connection.get().strategy() == Strategy.SMS;
    Optional<String> recipient = parameters.text(sms ? "phone_number" : "email");
    if (sms && recipient.filter(number -> number.matches("\\+[0-9]{1,15}")).isEmpty()) {
      return bad("bad.phone_number", "String does not match pattern: ^\\+[0-9]{1,15}$");
    }
    if (!sms
        && recipient
            .filter(email -> email.length() <= LONGEST && email.matches("[^@\\s]+@[^@\\s]+"))
            .isEmpty()) {
      return bad("bad.email", "The email is not valid.");
    }
    String send = parameters.text("send").orElse(sms ? "code" : "link");
    if (!send.equals("code") && !send.equals("link")) {
      return bad("bad.send", "send must be code or link");
    }
    Optional<Map<String, String>> authParams = parameters.members("authParams");
    if (authParams.isEmpty()) {
      return bad("bad.authParams", "authParams must be an object of texts");
    }
    Optional<User> user = logins.find(connection.get(), recipient.get());
    if (user.isEmpty() && !connection.get().signUp()) {
      return bad("bad.connection", "Public signup is disabled");
    }
    boolean link = !sms && send.equals("link");
    Start start =
        new Start(application, connection.get(), recipient.get(), link, authParams.get(), user);
    send(start);
    log.write(event(request, source, start));
    return answer(start);
  }

  /** Sends it, but not to a user whom an administrator blocked. */
  private void send(Start start) {
    if (start.user().filter(User::blocked).isPresent()) {
      return;
    }
    if (start.link()) {
      logins.sendLink(start.recipient(), link(start));
    } else {
      logins.sendCode(start.connection(), start.recipient());
    }
  }

  private Secret link(Start start) {
    Map<String, String> query = new LinkedHashMap<>(start.authParams());
    query.put("client_id", start.application().clientId());
    query.put("connection", start.connection().name());
    query.put("email", start.recipient());
    query.put("verification_code", logins.issue(start.connection(), start.recipient()).reveal());
    return Secret.of(
        issuer
            + "passwordless/verify_redirect?"
            + query.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&")));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private LogEntry event(Request request, IpLiteral source, Start start) {
    return CodeLog.sent(
        LogEntry.of(LogType.CODE_SENT, "", source, request.peer()),
        start.application(),
        start.connection(),
        start.recipient(),
        start.user(),
        start.authParams(),
        start.link(),
        tenant.get().name());
  }

  private Reply answer(Start start) {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    String id =
        start
            .user()
            .map(user -> user.userId().substring(user.userId().indexOf('|') + 1))
            .orElseGet(() -> HexFormat.of().formatHex(bytes));
    boolean verified = start.user().map(User::emailVerified).orElse(false);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("_id", id);
    if (start.connection().strategy() == Strategy.SMS) {
      body.put("phone_number", start.recipient());
      body.put("phone_verified", verified);
    } else {
      body.put("email", start.recipient());
      body.put("email_verified", verified);
    }
    return Reply.json(200, body);
  }

  private static Reply refused(Refusal refusal) {
    OAuthError error = OAuthError.of(refusal);
    return Reply.json(error.status(), error.body());
  }

  private static Reply bad(String error, String description) {
    return Reply.json(400, new OAuthError(400, error, description).body());
  }

  private record Start(
      Application application,
      Connection connection,
      String recipient,
      boolean link,
      Map<String, String> authParams,
      Optional<User> user) {}
}
