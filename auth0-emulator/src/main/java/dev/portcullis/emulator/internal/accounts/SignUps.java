package dev.portcullis.emulator.internal.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.protection.BreachedPasswords;
import dev.portcullis.emulator.internal.protection.Counted;
import dev.portcullis.emulator.internal.protection.RateLimiter;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Profile;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.Shield;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST /dbconnections/signup}. Checks in this order: body, connection, the address's
 * throttle, strength of the password, breached password, whether the e-mail address is in use.
 */
public final class SignUps implements Handler {

  private static final int LONGEST = 1024;
  private static final int MOST_METADATA = 10;
  private static final int LONGEST_VALUE = 500;

  private final Supplier<TenantDefinition> tenant;
  private final UserStore users;
  private final BreachedPasswords breachedPasswords;
  private final PasswordRules passwords;
  private final TenantLog log;
  private final RateLimiter<IpLiteral> throttle;
  private final SecureRandom random;

  /** Adds to these users. */
  public SignUps(
      Supplier<TenantDefinition> tenant,
      UserStore users,
      BreachedPasswords breachedPasswords,
      PasswordRules passwords,
      TenantLog log,
      InstantSource clock,
      SecureRandom random,
      Store store) {
    this.tenant = tenant;
    this.users = users;
    this.breachedPasswords = breachedPasswords;
    this.passwords = passwords;
    this.log = log;
    this.throttle =
        new RateLimiter<>(clock, store.table("sign-ups", IpLiteral.class, Counted.class));
    this.random = random;
  }

  @Override
  public Reply handle(Request request) {
    return switch (Parameters.ofBody(request)) {
      case Parameters.Malformed malformed -> invalid(malformed.reason());
      case Parameters.Parsed parsed -> signUp(request, parsed.parameters(), tenant.get());
    };
  }

  private Reply signUp(Request request, Parameters parameters, TenantDefinition definition) {
    Optional<String> email = parameters.text("email").filter(text -> text.contains("@"));
    Optional<String> password = parameters.text("password");
    Optional<Connection> connection =
        parameters
            .text("connection")
            .flatMap(definition::connection)
            .filter(Connection::isDatabase);
    Optional<Application> application =
        parameters.text("client_id").flatMap(definition::application);
    if (email.isEmpty() || password.isEmpty() || parameters.length("email") > LONGEST) {
      return invalid("email and password are required");
    }
    if (connection.isEmpty() || application.isEmpty()) {
      return invalid("client_id or connection is invalid");
    }
    Map<String, Object> metadata = metadata(request);
    if (metadata.size() > MOST_METADATA
        || metadata.values().stream()
            .anyMatch(value -> !(value instanceof String text) || text.length() > LONGEST_VALUE)) {
      return invalid("user_metadata must have at most 10 texts of at most 500 characters");
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    Profile.ATTRIBUTES.forEach(
        name -> parameters.text(name).ifPresent(value -> attributes.put(name, value)));
    attributes.remove("phone_verified");
    Profile profile =
        Profile.EMPTY
            .changed(parameters.text("name"), parameters.text("nickname"), metadata, Map.of())
            .withAttributes(attributes);
    return switch (signUp(
        connection.get(),
        application.get(),
        email.get(),
        password.get(),
        profile,
        request.peer())) {
      case Refused refused -> problem(refused);
      case WeakPassword weak -> weak(weak.problem());
      case Created created -> {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("_id", created.id());
        body.put("email_verified", false);
        body.put("email", email.get());
        profile.name().ifPresent(name -> body.put("name", name));
        profile.nickname().ifPresent(name -> body.put("nickname", name));
        body.putAll(attributes);
        if (!metadata.isEmpty()) {
          body.put("user_metadata", metadata);
        }
        yield Reply.json(200, body);
      }
    };
  }

  private static Map<String, Object> metadata(Request request) {
    return Json.object(request)
        .map(body -> body.path("user_metadata"))
        .filter(ObjectNode.class::isInstance)
        .map(metadata -> Json.map((ObjectNode) metadata))
        .orElse(Map.of());
  }

  private static Reply weak(PasswordProblem problem) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", problem.name());
    body.put("message", problem.message());
    body.put("code", "invalid_password");
    body.put("description", problem.description());
    problem.policy().ifPresent(policy -> body.put("policy", policy));
    body.put("statusCode", 400);
    return Reply.json(400, body);
  }

  /** Adds a user, unless the address, the password or the e-mail address is refused. */
  public Result signUp(
      Connection connection,
      Application application,
      String email,
      String password,
      Profile profile,
      IpLiteral peer) {
    TenantDefinition definition = tenant.get();
    LogEntry about =
        LogEntry.of(LogType.FAILED_SIGN_UP, "", peer, peer)
            .about(Optional.of(connection), Optional.of(application))
            .by("", email);
    if (!connection.signUp()) {
      log.write(about.as(LogType.FAILED_SIGN_UP, "Public signup is disabled"));
      return new Refused(400, "BadRequestError", "invalid_signup", "Public signup is disabled");
    }
    if (throttled(definition.suspiciousIp(), peer)) {
      log.write(about.as(LogType.BLOCKED_ADDRESS, "Too many sign-ups").with("flow", "signup"));
      return new Refused(
          429, "TooManyRequestsError", "too_many_attempts", OAuthError.ADDRESS_BLOCKED);
    }
    Optional<PasswordProblem> problem =
        passwords.problem(connection.name(), email, profile, password);
    if (problem.isPresent()) {
      log.write(about.as(LogType.FAILED_SIGN_UP, problem.get().message()));
      return new WeakPassword(problem.get());
    }
    BreachedPasswordSettings breached = definition.breachedPasswords();
    if (breached.enabled() && breachedPasswords.contains(password)) {
      log.write(
          about.as(
              LogType.BREACHED_PASSWORD_AT_SIGN_UP,
              "Someone behind the IP address: "
                  + peer.text()
                  + " attempted to sign up with a leaked password."));
      if (breached.signUpShields().contains(Shield.BLOCK)) {
        return new Refused(
            400,
            "BadRequestError",
            "password_leaked",
            "Password is not allowed, it might have been leaked in another website.");
      }
    }
    return created(about, connection, email, password, profile);
  }

  private Result created(
      LogEntry about, Connection connection, String email, String password, Profile profile) {
    String id = randomId();
    if (!users.add(
        UserDefinition.of(
                "auth0|" + id, connection.name(), email.toLowerCase(Locale.ROOT), password)
            .withEmailVerified(false)
            .withProfile(profile))) {
      log.write(about.as(LogType.FAILED_SIGN_UP, "The user already exists."));
      return new Refused(400, "BadRequestError", "invalid_signup", "Invalid sign up");
    }
    log.write(about.as(LogType.SUCCESS_SIGN_UP, "").by("auth0|" + id, email));
    return new Created(id);
  }

  private boolean throttled(SuspiciousIpSettings settings, IpLiteral address) {
    return settings.enabled()
        && !settings.allowlist().contains(address)
        && !throttle.take(address, settings.signUp().maxAttempts(), settings.signUp().rate())
        && settings.shields().contains(Shield.BLOCK);
  }

  private static Reply invalid(String description) {
    return problem(new Refused(400, "BadRequestError", "invalid_request", description));
  }

  private static Reply problem(Refused refused) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", refused.name());
    body.put("code", refused.code());
    body.put("description", refused.description());
    body.put("statusCode", refused.status());
    return Reply.json(refused.status(), body);
  }

  /** The result of a sign-up. */
  public sealed interface Result {}

  /** The user was added; the id is without the {@code auth0|} of the user id. */
  public record Created(String id) implements Result {}

  /** No user was added: the connection's options refuse the password. */
  public record WeakPassword(PasswordProblem problem) implements Result {}

  /** No user was added. */
  public record Refused(int status, String name, String code, String description)
      implements Result {}

  private String randomId() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
