package dev.portcullis.emulator.internal.passwordless;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
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
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST /otp/challenge}: sends a one-time code to a user of a database. The answer is the
 * same for every identifier. Checks in this order: body, client, grant, the address's limit of 50
 * an hour, fields, connection.
 */
public final class OtpChallenge implements Handler {

  private static final int BURST = 50;
  private static final Duration REFILL = Duration.ofHours(1).dividedBy(BURST);

  private final Supplier<TenantDefinition> tenant;
  private final ClientAuthenticator clients;
  private final CodeLogins logins;
  private final AuthSessions sessions;
  private final TenantLog log;
  private final InstantSource clock;
  private final RateLimiter<IpLiteral> limiter;

  /** Over the tenant's state. */
  public OtpChallenge(
      Supplier<TenantDefinition> tenant,
      ClientAuthenticator clients,
      CodeLogins logins,
      AuthSessions sessions,
      TenantLog log,
      InstantSource clock,
      Store store) {
    this.tenant = tenant;
    this.clients = clients;
    this.logins = logins;
    this.sessions = sessions;
    this.log = log;
    this.clock = clock;
    this.limiter =
        new RateLimiter<>(clock, store.table("otp-challenges", IpLiteral.class, Counted.class));
  }

  @Override
  public Reply handle(Request request) {
    return switch (Parameters.ofBody(request)) {
      case Parameters.Malformed malformed -> refused(400, "invalid_request", malformed.reason());
      case Parameters.Parsed parsed -> challenge(request, parsed.parameters());
    };
  }

  private Reply challenge(Request request, Parameters parameters) {
    if (parameters.text("client_id").isEmpty() && request.header("authorization").isEmpty()) {
      return invalid(List.of(problem("client_id", "client_id is required")));
    }
    ClientAuthentication client = clients.authenticate(request, parameters);
    Optional<Refusal> refusal = client.refusal();
    if (refusal.isPresent()) {
      return refused(401, "invalid_client", OAuthError.of(refusal.get()).description());
    }
    Application application = client.named().orElseThrow();
    if (!application.grantTypes().contains(GrantType.PASSWORDLESS_OTP)) {
      OAuthError error =
          OAuthError.of(new Refusal.GrantNotAllowed(GrantType.PASSWORDLESS_OTP.wireName()));
      return refused(error.status(), error.error(), error.description());
    }
    RateLimiter.Draw draw = limiter.draw(request.peer(), BURST, REFILL);
    return (draw.granted() ? challenge(request, parameters, application) : tooMany(draw))
        .with("X-RateLimit-Limit", Integer.toString(BURST))
        .with("X-RateLimit-Remaining", Integer.toString(draw.remaining()))
        .with("X-RateLimit-Reset", Long.toString(draw.reset()));
  }

  private Reply tooMany(RateLimiter.Draw draw) {
    // Rounded up: who waits so long is served.
    Duration left = Duration.between(clock.instant(), draw.next());
    long wait = Math.max(1, left.plusNanos(999_999_999).toSeconds());
    return refused(429, "too_many_requests", "Too many requests")
        .with("Retry-After", Long.toString(wait));
  }

  private Reply challenge(Request request, Parameters parameters, Application application) {
    List<Map<String, String>> problems = problems(parameters);
    if (!problems.isEmpty()) {
      return invalid(problems);
    }
    Optional<String> phone = parameters.text("phone_number");
    String identifier = phone.or(() -> parameters.text("email")).orElseThrow();
    Optional<Connection> connection =
        parameters
            .text("connection")
            .flatMap(tenant.get()::connection)
            .filter(Connection::isDatabase)
            .filter(found -> found.enabledClients().contains(application.clientId()))
            .filter(
                found ->
                    phone.isPresent() ? found.methods().phoneCode() : found.methods().emailCode());
    if (connection.isEmpty()) {
      return refused(400, "invalid_connection", "The connection does not support one-time codes");
    }
    // A phone number has to be verified before a sign-up.
    boolean signUp =
        phone.isEmpty()
            && connection.get().signUp()
            && parameters.flag("allow_signup").orElse(false);
    Optional<User> user = logins.find(connection.get(), identifier);
    if (user.map(known -> !known.blocked()).orElse(signUp)) {
      logins.sendCode(connection.get(), identifier);
      log.write(
          CodeLog.sent(
              LogEntry.of(LogType.CODE_SENT, "", request.peer(), request.peer()),
              application,
              connection.get(),
              identifier,
              user,
              Map.of(),
              false,
              tenant.get().name()));
    }
    return Reply.json(
            200,
            Map.of(
                "auth_session",
                sessions.begin(
                    application.clientId(), connection.get().name(), identifier, signUp)))
        .with("Cache-Control", "no-store");
  }

  private static List<Map<String, String>> problems(Parameters parameters) {
    List<Map<String, String>> problems = new ArrayList<>();
    Optional<String> email = parameters.text("email");
    Optional<String> phone = parameters.text("phone_number");
    if (parameters.text("connection").isEmpty()) {
      problems.add(problem("connection", "connection is required"));
    }
    if (email.isPresent() == phone.isPresent()) {
      problems.add(problem("email", "exactly one of email and phone_number is required"));
    }
    if (email.filter(text -> !text.matches("[^@\\s]{1,250}@[^@\\s]{1,64}")).isPresent()) {
      problems.add(problem("email", "email must be an e-mail address"));
    }
    if (phone.filter(text -> !text.matches("\\+[0-9]{1,15}")).isPresent()) {
      problems.add(problem("phone_number", "phone_number must match ^\\+[0-9]{1,15}$"));
    }
    if (parameters.flag("allow_signup").isEmpty()) {
      problems.add(problem("allow_signup", "allow_signup must be a boolean"));
    }
    if (!parameters.text("delivery_method").orElse("text").equals("text")) {
      problems.add(problem("delivery_method", "delivery_method must be text"));
    }
    return problems;
  }

  private static Map<String, String> problem(String field, String message) {
    return Map.of("field", field, "message", message);
  }

  private static Reply invalid(List<Map<String, String>> problems) {
    Map<String, Object> body =
        new OAuthError(400, "invalid_request", "The request is invalid").body();
    body.put("validation_errors", problems);
    return Reply.json(400, body);
  }

  private static Reply refused(int status, String error, String description) {
    return Reply.json(status, new OAuthError(status, error, description).body());
  }
}
