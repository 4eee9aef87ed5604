package dev.portcullis.emulator.internal.rules;

import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.expression.EventPath;
import dev.portcullis.emulator.expression.Expression;
import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.access.Permissions;
import dev.portcullis.emulator.internal.login.LoginAttempt;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.TokenRule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Role-based access control of APIs, and the tenant's token rules. */
public final class TokenPolicy {

  /** The scopes that every user may have. */
  private static final Set<String> OF_EVERYBODY =
      Set.of("openid", "profile", "email", "address", "phone", "offline_access");

  private final Permissions permissions;

  /** Reads the permissions of users here. */
  public TokenPolicy(Permissions permissions) {
    this.permissions = permissions;
  }

  /** The scopes that are left to a user, in their order: an API may enforce policies. */
  public List<String> granted(
      List<String> scopes, Optional<Api> api, User user, Optional<Organization> organization) {
    if (api.filter(Api::enforcePolicies).isEmpty()) {
      return scopes;
    }
    Set<String> allowed = new HashSet<>(OF_EVERYBODY);
    allowed.addAll(permissions.of(user.userId(), organization, api.get()));
    return scopes.stream().filter(allowed::contains).toList();
  }

  /** The claim {@code permissions} of a user, if the API's access tokens have it. */
  public Optional<List<String>> permissions(
      Api api, User user, Optional<Organization> organization) {
    return hasPermissions(api)
        ? Optional.of(permissions.of(user.userId(), organization, api))
        : Optional.empty();
  }

  /** Whether the API's access tokens have the claim {@code permissions}. */
  public static boolean hasPermissions(Api api) {
    return api.enforcePolicies() && api.dialect().permissions();
  }

  /**
   * What the tenant's rules make of a login or token: in their order, until one denies; a later
   * rule replaces the claims of an earlier one.
   *
   * @param user empty for the token of a machine
   * @param protocol Auth0's {@code event.transaction.protocol}
   */
  public Decision decide(LoginAttempt attempt, Optional<User> user, String protocol) {
    List<TokenRule> rules = attempt.tenant().tokenRules();
    if (rules.isEmpty()) {
      return new Allowed(CustomClaims.NONE);
    }
    Map<String, Object> event = event(attempt, user, protocol);
    Map<String, Object> idToken = new LinkedHashMap<>();
    Map<String, Object> accessToken = new LinkedHashMap<>();
    for (TokenRule rule : rules) {
      if (applies(rule, attempt, user, event)) {
        if (rule.deny().isPresent()) {
          return new Denied(rule.deny().get());
        }
        put(idToken, rule.idToken(), event);
        put(accessToken, rule.accessToken(), event);
      }
    }
    return new Allowed(new CustomClaims(idToken, accessToken));
  }

  private static boolean applies(
      TokenRule rule, LoginAttempt attempt, Optional<User> user, Map<String, Object> event) {
    boolean ofUser =
        rule.users().isEmpty()
            || user.filter(
                    known ->
                        rule.users().stream()
                            .anyMatch(
                                each ->
                                    each.equals(known.userId())
                                        || each.equalsIgnoreCase(known.email())))
                .isPresent();
    boolean ofClient =
        rule.clients().isEmpty() || rule.clients().contains(attempt.application().clientId());
    return ofUser
        && ofClient
        && (rule.when().isEmpty() || Expression.parse(rule.when()).holds(event));
  }

  private static void put(
      Map<String, Object> claims, Map<String, Object> rule, Map<String, Object> event) {
    rule.forEach(
        (claim, value) -> {
          Optional<EventPath> path =
              value instanceof String text ? EventPath.of(text) : Optional.empty();
          if (path.isEmpty()) {
            claims.put(claim, value);
          } else {
            path.get().in(event).ifPresent(found -> claims.put(claim, found));
          }
        });
  }

  private Map<String, Object> event(LoginAttempt attempt, Optional<User> user, String protocol) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put(
        "client",
        Map.of(
            "client_id", attempt.application().clientId(), "name", attempt.application().name()));
    event.put("request", Map.of("ip", attempt.source().text()));
    event.put("tenant", Map.of("id", attempt.tenant().name()));
    event.put("transaction", Map.of("protocol", protocol, "requested_scopes", attempt.scope()));
    if (!attempt.audience().isEmpty()) {
      event.put("resource_server", Map.of("identifier", attempt.audience()));
    }
    attempt
        .organization()
        .ifPresent(each -> event.put("organization", Map.of("id", each.id(), "name", each.name())));
    user.ifPresent(
        known -> {
          event.put("user", user(known));
          event.put("stats", Map.of("logins_count", known.activity().logins()));
          event.put(
              "authorization",
              Map.of("roles", permissions.roles(known.userId(), attempt.organization())));
          attempt
              .tenant()
              .connection(known.connection())
              .ifPresent(
                  each ->
                      event.put(
                          "connection",
                          Map.of(
                              "id", each.id(),
                              "name", each.name(),
                              "strategy", each.strategy().wireName())));
        });
    return event;
  }

  private static Map<String, Object> user(User user) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("user_id", user.userId());
    fields.put("email", user.email());
    fields.put("email_verified", user.emailVerified());
    fields.put("name", user.name());
    fields.put("nickname", user.nickname());
    fields.put("created_at", WrittenTime.of(user.activity().created()));
    fields.put("user_metadata", user.profile().userMetadata());
    fields.put("app_metadata", user.profile().appMetadata());
    return fields;
  }

  /** The result of the rules. */
  public sealed interface Decision {}

  /** A rule denies; the reason is a text for the application. */
  public record Denied(String reason) implements Decision {}

  /** No rule denies. */
  public record Allowed(CustomClaims claims) implements Decision {}
}
