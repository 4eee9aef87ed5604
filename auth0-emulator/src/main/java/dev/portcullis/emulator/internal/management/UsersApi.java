package dev.portcullis.emulator.internal.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.internal.accounts.EmailVerification;
import dev.portcullis.emulator.internal.accounts.PasswordProblem;
import dev.portcullis.emulator.internal.accounts.PasswordRules;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.LogQuery;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Connection.Strategy;
import dev.portcullis.emulator.tenant.Profile;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code /api/v2/users} and {@code /api/v2/users-by-email}. */
public final class UsersApi {

  private static final LogQuery.Searchable SEARCHABLE =
      new LogQuery.Searchable(
          Set.of(
              "blocked",
              "created_at",
              "email",
              "email.domain",
              "email.raw",
              "email_verified",
              "family_name",
              "given_name",
              "last_ip",
              "last_login",
              "logins_count",
              "name",
              "nickname",
              "organization_id",
              "phone_number",
              "phone_verified",
              "picture",
              "updated_at",
              "user_id",
              "username"),
          Set.of("email", "family_name", "given_name", "name", "nickname", "username"),
          Set.of("user_metadata", "app_metadata", "identities"),
          true);

  /** Properties of a payload that say what to do, or that no answer has. */
  private static final Set<String> NOT_KEPT =
      Set.of(
          "user_id",
          "connection",
          "client_id",
          "password",
          "verify_email",
          "verify_phone_number",
          "user_metadata",
          "app_metadata");

  private final Supplier<TenantDefinition> tenant;
  private final UserStore users;
  private final Mfa mfa;
  private final Documents documents;
  private final Written written;
  private final PasswordRules passwords;
  private final EmailVerification verification;
  private final ManagementEndpoint endpoint;
  private final Ids ids;

  /** Shows and changes these users. */
  public UsersApi(
      Supplier<TenantDefinition> tenant,
      UserStore users,
      Mfa mfa,
      PasswordRules passwords,
      EmailVerification verification,
      Documents documents,
      ManagementEndpoint endpoint,
      SecureRandom random) {
    this.tenant = tenant;
    this.users = users;
    this.mfa = mfa;
    this.passwords = passwords;
    this.verification = verification;
    this.documents = documents;
    this.written = new Written(documents);
    this.endpoint = endpoint;
    this.ids = new Ids(random);
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String one = "/api/v2/users/*";
    router
        .on("GET", "/api/v2/users", endpoint.read("read:users", this::list))
        .on("GET", "/api/v2/users-by-email", endpoint.read("read:users", this::byEmail))
        .on("POST", "/api/v2/users", endpoint.write("create:users", "Create a User", this::add))
        .on("GET", one, endpoint.read("read:users", this::show))
        .on("PATCH", one, endpoint.write("update:users", "Update a User", this::change))
        .on("DELETE", one, endpoint.write("delete:users", "Delete a User", this::remove));
  }

  private Reply list(Request request, Parameters query) {
    Optional<String> q = query.text("q");
    if (query.text("search_engine").filter(engine -> !engine.equals("v3")).isPresent()) {
      return Reply.error(
          400,
          "Bad Request",
          "Query validation error: 'search_engine must be v3'.",
          "invalid_query_string");
    }
    LogQuery.Reading reading =
        q.map(text -> LogQuery.read(text, SEARCHABLE))
            .orElse(new LogQuery.Read(LogQuery.everything()));
    return switch (reading) {
      case LogQuery.Refused refused -> QueryProblem.because(refused.reason());
      case LogQuery.Read read ->
          Pagination.reply(
              query,
              "users",
              users.all().stream()
                  .filter(
                      user ->
                          query
                              .text("connection")
                              .orElse(user.connection())
                              .equals(user.connection()))
                  .filter(user -> q.isEmpty() || read.query().matches(searched(user)))
                  .map(this::fields)
                  .toList());
    };
  }

  private Map<String, Object> searched(User user) {
    Map<String, Object> fields = fields(user);
    fields.put("email.raw", user.email());
    fields.put("email.domain", user.email().substring(user.email().indexOf('@') + 1));
    fields.put(
        "organization_id",
        documents.paths().stream()
            .filter(path -> path.endsWith("/members/" + user.userId()))
            .map(path -> path.split("/", -1)[1])
            .toList());
    return fields;
  }

  private Reply byEmail(Request request, Parameters query) {
    return query
        .text("email")
        .map(email -> Reply.json(200, withEmail(email).stream().map(this::fields).toList()))
        .orElseGet(() -> QueryProblem.because("Missing required property: email"));
  }

  private List<User> withEmail(String email) {
    return users.all().stream().filter(user -> user.email().equalsIgnoreCase(email)).toList();
  }

  private Reply show(Request request, Parameters query) {
    return users
        .byId(request.segment(3))
        .map(user -> Reply.json(200, Pagination.projected(query, fields(user))))
        .orElseGet(UsersApi::missing);
  }

  private Reply add(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    String connection = payload.required("connection");
    Optional<Connection> found = tenant.get().connection(connection);
    if (found.isEmpty()) {
      return Reply.error(
          400, "Bad Request", "The connection does not exist.", "inexistent_connection");
    }
    Strategy strategy = found.get().strategy();
    String identifier =
        payload
            .required(strategy == Strategy.SMS ? "phone_number" : "email")
            .toLowerCase(Locale.ROOT);
    // Nobody logs in with a password to a passwordless connection.
    String password = strategy == Strategy.AUTH0 ? payload.required("password") : ids.hex();
    Profile profile = changed(payload, Profile.EMPTY);
    Optional<PasswordProblem> problem =
        strategy == Strategy.AUTH0
            ? passwords.problem(connection, identifier, profile, password)
            : Optional.empty();
    if (problem.isPresent()) {
      return refused(problem.get());
    }
    String userId = strategy.wireName() + "|" + payload.text("user_id").orElseGet(ids::hex);
    boolean verified =
        payload.flag(strategy == Strategy.SMS ? "phone_verified" : "email_verified").orElse(false);
    boolean added =
        users.add(
            UserDefinition.of(userId, connection, identifier, password)
                .withEmailVerified(verified)
                .withBlocked(payload.flag("blocked").orElse(false))
                .withProfile(profile));
    if (!added) {
      return Reply.error(409, "Conflict", "The user already exists.", "user_exists");
    }
    return users
        .byId(userId)
        .map(
            user -> {
              if (payload.flag("verify_email").orElse(!verified)) {
                verification.send(user);
              }
              return Reply.json(201, kept(user, payload));
            })
        .orElseGet(UsersApi::missing);
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    String userId = request.segment(3);
    Optional<User> before = users.byId(userId);
    if (before.isEmpty()) {
      return missing();
    }
    Optional<String> password = payload.text("password");
    if (password.isPresent() && payload.text("email").isPresent()) {
      throw new InvalidPayload("Cannot update password and email simultaneously");
    }
    Optional<PasswordProblem> problem =
        password.flatMap(value -> passwords.problem(before.get(), value));
    if (problem.isPresent()) {
      return refused(problem.get());
    }
    Optional<User> after =
        users.change(
            userId,
            user ->
                user.withEmail(
                        payload.text("email").orElse(user.email()),
                        payload
                            .flag("email_verified")
                            .orElse(user.emailVerified() && !isOther(payload, user)))
                    .withBlocked(
                        payload.flag("blocked").orElse(user.blocked() && password.isEmpty()))
                    .withProfile(changed(payload, user.profile())));
    password.ifPresent(value -> passwords.set(before.get(), value));
    return after
        .map(
            user -> {
              if (payload.flag("verify_email").orElse(false)) {
                verification.send(user);
              }
              return Reply.json(200, kept(user, payload));
            })
        .orElseGet(
            () ->
                Reply.error(
                    400,
                    "Bad Request",
                    "The specified new email already exists",
                    "auth0_idp_error"));
  }

  /** Whether the payload has another e-mail address than the user. */
  private static boolean isOther(Payload payload, User user) {
    return payload.text("email").filter(email -> !email.equalsIgnoreCase(user.email())).isPresent();
  }

  private static Reply refused(PasswordProblem problem) {
    return Reply.error(400, "Bad Request", problem.text(), "");
  }

  private Map<String, Object> kept(User user, Payload payload) {
    ObjectNode rest = payload.node().deepCopy();
    rest.remove(NOT_KEPT);
    // Those that an older version kept here are of the profile now.
    Profile.ATTRIBUTES.stream().filter(rest::has).forEach(rest::putNull);
    written.put(path(user.userId()), rest, modelled(user));
    return fields(user);
  }

  private static String path(String userId) {
    return "users/" + userId;
  }

  /** An empty object of metadata removes all of them; null removes a name. */
  private static Profile changed(Payload payload, Profile before) {
    Profile cleared =
        new Profile(
            isNull(payload, "name") ? Optional.empty() : before.name(),
            isNull(payload, "nickname") ? Optional.empty() : before.nickname(),
            isEmpty(payload, "user_metadata") ? Map.of() : before.userMetadata(),
            isEmpty(payload, "app_metadata") ? Map.of() : before.appMetadata(),
            before.otherAttributes());
    Map<String, Object> attributes = Json.map(payload.node());
    attributes.keySet().retainAll(Profile.ATTRIBUTES);
    return cleared
        .changed(
            payload.text("name"),
            payload.text("nickname"),
            payload.map("user_metadata"),
            payload.map("app_metadata"))
        .withAttributes(attributes);
  }

  private static boolean isNull(Payload payload, String name) {
    return payload.node().path(name).isNull();
  }

  private static boolean isEmpty(Payload payload, String name) {
    return payload.node().path(name).isObject() && payload.node().path(name).isEmpty();
  }

  private Reply remove(Request request, Parameters query) {
    users.delete(request.segment(3));
    mfa.authenticators().forget(request.segment(3));
    documents.remove(path(request.segment(3)));
    return Reply.empty(204);
  }

  /** All users as {@code GET /users} shows them. */
  public List<Map<String, Object>> all() {
    return users.all().stream().map(this::fields).toList();
  }

  /** The user of that id as {@code GET /users/{id}} shows them. */
  public Optional<Map<String, Object>> shown(String userId) {
    return users.byId(userId).map(this::fields);
  }

  private Map<String, Object> fields(User user) {
    Map<String, Object> fields =
        new LinkedHashMap<>(written.shown(path(user.userId()), modelled(user)));
    List<Object> identities = new ArrayList<>();
    if (fields.get("identities") instanceof List<?> own) {
      identities.addAll(own);
    }
    documents
        .below(path(user.userId()) + "/identities")
        .values()
        .forEach(
            linked -> {
              linked.remove("secondary");
              identities.add(linked);
            });
    fields.put("identities", identities);
    return fields;
  }

  private static Map<String, Object> modelled(User user) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("user_id", user.userId());
    if (user.phoneNumber().isPresent()) {
      fields.put("phone_number", user.phoneNumber().get());
      fields.put("phone_verified", user.emailVerified());
    } else {
      fields.put("email", user.email());
      fields.put("email_verified", user.emailVerified());
    }
    fields.put("name", user.name());
    fields.put("nickname", user.nickname());
    fields.putAll(user.profile().attributes());
    fields.put("blocked", user.blocked());
    putIfAny(fields, "user_metadata", user.profile().userMetadata());
    putIfAny(fields, "app_metadata", user.profile().appMetadata());
    fields.put("created_at", WrittenTime.of(user.activity().created()));
    fields.put("updated_at", WrittenTime.of(user.activity().updated()));
    user.activity().lastAddress().map(IpLiteral::text).ifPresent(ip -> fields.put("last_ip", ip));
    user.activity().lastLogin().ifPresent(at -> fields.put("last_login", WrittenTime.of(at)));
    fields.put("logins_count", user.activity().logins());
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("connection", user.connection());
    identity.put("user_id", user.userId().substring(user.userId().indexOf('|') + 1));
    identity.put("provider", user.provider());
    identity.put("isSocial", false);
    fields.put("identities", List.of(identity));
    return fields;
  }

  private static void putIfAny(
      Map<String, Object> fields, String name, Map<String, Object> metadata) {
    if (!metadata.isEmpty()) {
      fields.put(name, metadata);
    }
  }

  static Reply missing() {
    return Reply.error(404, "Not Found", "The user does not exist.", "inexistent_user");
  }
}
