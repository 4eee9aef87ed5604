package com.example.gateway.adapters.keycloak;

import com.example.gateway.adapters.keycloak.FakeKeycloak.Answer;
import com.example.gateway.adapters.keycloak.FakeKeycloak.Received;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/** Decides about logins at {@link Realms} as Keycloak does, and answers as Keycloak answered. */
final class RecordedKeycloak implements TestKeycloak {

  private static final Set<String> SCOPES = Set.of("", "openid", "email", "profile");

  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final FakeKeycloak server = FakeKeycloak.start(this::answer);

  static RecordedKeycloak start() {
    return new RecordedKeycloak();
  }

  private Answer answer(Received login) {
    return Answer.Http.recorded(situation(login));
  }

  private LoginSituation situation(Received login) {
    return Realms.all().stream()
        .filter(it -> it.path("realm").asText().equals(login.realm()))
        .findFirst()
        .map(realm -> situation(realm, login))
        .orElse(LoginSituation.UNKNOWN_REALM);
  }

  private LoginSituation situation(JsonNode realm, Received login) {
    if (!realm.path("enabled").asBoolean()) {
      return LoginSituation.DISABLED_REALM;
    }
    if (!realm.path("sslRequired").asText().equals("none")) {
      return LoginSituation.PLAIN_HTTP;
    }
    JsonNode client = named(realm, "clients", "clientId", login.form().get("client_id"));
    if (client.isMissingNode()) {
      return LoginSituation.UNKNOWN_CLIENT;
    }
    if (!client.path("enabled").asBoolean(true)) {
      return LoginSituation.DISABLED_CLIENT;
    }
    if (!client.path("secret").asText().equals(login.form().get("client_secret"))) {
      return LoginSituation.WRONG_SECRET;
    }
    if (!client.path("directAccessGrantsEnabled").asBoolean()) {
      return LoginSituation.NO_DIRECT_ACCESS;
    }
    String scope = login.form().getOrDefault("scope", "");
    if (!SCOPES.contains(scope)) {
      return LoginSituation.UNKNOWN_SCOPE;
    }
    JsonNode user = named(realm, "users", "username", login.form().get("username"));
    return user.isMissingNode()
        ? LoginSituation.UNKNOWN_USER
        : situation(realm, user, login, scope.contains("openid"));
  }

  private LoginSituation situation(
      JsonNode realm, JsonNode user, Received login, boolean withIdToken) {
    boolean right =
        user.path("credentials")
            .path(0)
            .path("value")
            .asText()
            .equals(login.form().get("password"));
    if (!user.path("enabled").asBoolean()) {
      return right ? LoginSituation.DISABLED_USER : LoginSituation.DISABLED_USER_WRONG_PASSWORD;
    }
    String name = user.path("username").asText();
    if (failures.getOrDefault(name, 0) >= realm.path("failureFactor").asInt()) {
      return LoginSituation.LOCKED_USER;
    }
    if (!right || user.path("credentials").size() > 1) {
      failures.merge(name, 1, Integer::sum);
      return right ? LoginSituation.OTP_NOT_SENT : LoginSituation.WRONG_PASSWORD;
    }
    if (!user.path("requiredActions").isEmpty()) {
      return user.path("emailVerified").asBoolean()
          ? LoginSituation.NEW_PASSWORD_REQUIRED
          : LoginSituation.UNVERIFIED_EMAIL;
    }
    failures.remove(name);
    return withIdToken ? LoginSituation.RIGHT_PASSWORD_AND_OPENID : LoginSituation.RIGHT_PASSWORD;
  }

  private static JsonNode named(JsonNode realm, String list, String key, String name) {
    return StreamSupport.stream(realm.path(list).spliterator(), false)
        .filter(it -> it.path(key).asText().equals(name))
        .findFirst()
        .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
  }

  @Override
  public URI url() {
    return server.url();
  }

  @Override
  public List<Seen> seen(int least) {
    List<Seen> all =
        server.received().stream()
            .map(it -> new Seen(it.realm(), it.form().get("username"), it.address()))
            .toList();
    if (all.size() < least) {
      throw new AssertionError(all.size() + " logins (expected: " + least + ")");
    }
    return all;
  }

  @Override
  public void close() {
    server.close();
  }
}
