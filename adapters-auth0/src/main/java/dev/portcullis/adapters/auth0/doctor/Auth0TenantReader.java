package dev.portcullis.adapters.auth0.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.adapters.auth0.management.ManagementApi;
import dev.portcullis.adapters.auth0.management.ManagementTokens;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.Api;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.doctor.tenant.TenantSnapshot.BotDetection;
import dev.portcullis.doctor.tenant.TenantSnapshot.BoundAction;
import dev.portcullis.doctor.tenant.TenantSnapshot.BreachedPasswords;
import dev.portcullis.doctor.tenant.TenantSnapshot.BruteForce;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import dev.portcullis.doctor.tenant.TenantSnapshot.CustomDomain;
import dev.portcullis.doctor.tenant.TenantSnapshot.Directory;
import dev.portcullis.doctor.tenant.TenantSnapshot.LogStream;
import dev.portcullis.doctor.tenant.TenantSnapshot.NetworkAcl;
import dev.portcullis.doctor.tenant.TenantSnapshot.OrganizationUsage;
import dev.portcullis.doctor.tenant.TenantSnapshot.Passwords;
import dev.portcullis.doctor.tenant.TenantSnapshot.SuspiciousIp;
import dev.portcullis.doctor.tenant.TenantSnapshot.TokenQuota;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.function.Function;

/**
 * Reads the settings part by part, each with its own scope; requests no page that is not needed.
 */
final class Auth0TenantReader implements TenantReader {

  private static final int PAGE = 100;
  private static final int MOST_PAGES = 10;

  private final ManagementApi api;
  private final ManagementCalls calls;
  private final ManagementTokens tokens;
  private final String ownClientId;

  /**
   * @param ownClientId the application that the tokens are issued to
   */
  Auth0TenantReader(
      ManagementApi api, ManagementCalls calls, ManagementTokens tokens, String ownClientId) {
    this.api = api;
    this.calls = calls;
    this.tokens = tokens;
    this.ownClientId = ownClientId;
  }

  @Override
  public TenantSnapshot read(Subject subject) {
    return calls.closed().fold(() -> readAll(subject), TenantSnapshot::unread);
  }

  private TenantSnapshot readAll(Subject subject) {
    Either<FactUnavailable, Option<JsonNode>> client =
        calls.read("read:clients", token -> api.client(token, subject.clientId()));
    Either<FactUnavailable, JsonNode> settings =
        one("read:tenant_settings", api::settings, it -> it);
    Either<FactUnavailable, Directory> directory = settings.map(Auth0TenantReader::directory);
    Option<String> name =
        subject.realm().orElse(() -> directory.toOption().flatMap(Directory::defaultDirectory));
    Either<FactUnavailable, Seq<Connection>> connections = connections(name, subject.clientId());
    return TenantSnapshot.unread(new FactUnavailable.NotAnswered("not read"))
        .with(
            TenantFact.APPLICATION,
            client.map(
                found ->
                    found
                        .filter(it -> it.path("client_id").asText().equals(subject.clientId()))
                        .map(Auth0TenantReader::application)))
        .with(TenantFact.CONNECTIONS, connections)
        .with(TenantFact.CONNECTION_NAMES, names(name, connections))
        .with(TenantFact.DIRECTORY, directory)
        .with(TenantFact.API, subject.audience().fold(() -> Either.right(Option.none()), this::api))
        .with(
            TenantFact.BRUTE_FORCE,
            protection("brute-force-protection", Auth0TenantReader::bruteForce))
        .with(
            TenantFact.SUSPICIOUS_IP,
            protection("suspicious-ip-throttling", Auth0TenantReader::suspiciousIp))
        .with(
            TenantFact.BREACHED_PASSWORDS,
            protection(
                "breached-password-detection",
                it ->
                    new BreachedPasswords(
                        it.path("enabled").asBoolean(), texts(it.path("shields")).toSet())))
        .with(
            TenantFact.BOT_DETECTION,
            protection(
                "bot-detection",
                it ->
                    new BotDetection(
                        it.path("challenge_password_policy").asText(),
                        it.path("monitoring_mode_enabled").asBoolean(),
                        texts(it.path("allowlist")))))
        .with(
            TenantFact.NETWORK_ACLS,
            list("read:network_acls", api::networkAcls, "network_acls", Auth0TenantReader::acl))
        .with(
            TenantFact.CUSTOM_DOMAINS,
            list(
                "read:custom_domains",
                api::customDomains,
                "custom_domains",
                Auth0TenantReader::customDomain))
        .with(
            TenantFact.LOG_STREAMS,
            list(
                "read:log_streams",
                api::logStreams,
                "log_streams",
                it ->
                    new LogStream(
                        it.path("name").asText(),
                        it.path("type").asText(),
                        it.path("status").asText())))
        .with(
            TenantFact.ACTIONS,
            actions("post-login")
                .flatMap(some -> actions("credentials-exchange").map(some::appendAll)))
        .with(TenantFact.TOKEN_QUOTA, quota(settings))
        .with(
            TenantFact.TOKEN_LIMIT,
            tokens
                .rateLimit()
                .toEither(
                    () ->
                        new FactUnavailable.NotAnswered(
                            "the token endpoint did not send its rate limit")));
  }

  private <T> Either<FactUnavailable, Seq<T>> list(
      String scope, ManagementCalls.Call call, String name, Function<JsonNode, T> reading) {
    return one(scope, call, body -> items(body, name).map(reading));
  }

  /** The application's own quota; the tenant's default where it has none. */
  private Either<FactUnavailable, TokenQuota> quota(Either<FactUnavailable, JsonNode> settings) {
    return one(
            "read:clients",
            token -> api.client(token, ownClientId),
            it -> it.path("token_quota").path("client_credentials"))
        .flatMap(
            own ->
                own.isObject()
                    ? Either.right(own)
                    : settings.map(
                        it ->
                            it.path("default_token_quota")
                                .path("clients")
                                .path("client_credentials")))
        .map(
            quota ->
                quota.path("enforce").asBoolean()
                    ? new TokenQuota(whole(quota.path("per_hour")), whole(quota.path("per_day")))
                    : new TokenQuota(Option.none(), Option.none()));
  }

  private Either<FactUnavailable, Seq<BoundAction>> actions(String trigger) {
    return list("read:actions", token -> api.bindings(token, trigger), "bindings", it -> it)
        .flatMap(
            bindings -> Either.sequenceRight(bindings.map(binding -> action(binding, trigger))));
  }

  private Either<FactUnavailable, BoundAction> action(JsonNode binding, String trigger) {
    return one(
        "read:actions",
        token -> api.action(token, binding.path("action").path("id").asText()),
        it ->
            new BoundAction(
                it.path("name").asText(),
                trigger,
                it.path("code").asText().contains("access.deny")));
  }

  private static Option<Integer> whole(JsonNode node) {
    return Option.when(node.isInt(), node::intValue);
  }

  private static NetworkAcl acl(JsonNode it) {
    JsonNode rule = it.path("rule");
    JsonNode action = rule.path("action");
    return new NetworkAcl(
        it.path("description").asText(),
        it.path("active").asBoolean(),
        names(rule.path("match")).addAll(names(rule.path("not_match"))),
        rule.path("scope").asText(),
        action.path("block").asBoolean() || action.path("redirect").asBoolean());
  }

  private static Set<String> names(JsonNode object) {
    return HashSet.ofAll((Iterable<String>) object::fieldNames);
  }

  private static CustomDomain customDomain(JsonNode it) {
    return new CustomDomain(
        it.path("domain").asText(),
        it.path("status").asText().equals("ready"),
        it.path("type").asText().equals("self_managed_certs"),
        text(it.path("custom_client_ip_header")));
  }

  private <T> Either<FactUnavailable, T> protection(String part, Function<JsonNode, T> reading) {
    return one("read:attack_protection", token -> api.protection(token, part), reading);
  }

  private <T> Either<FactUnavailable, T> one(
      String scope, ManagementCalls.Call call, Function<JsonNode, T> reading) {
    return calls
        .read(scope, call)
        .flatMap(
            found ->
                found
                    .map(reading)
                    .toEither(
                        () ->
                            new FactUnavailable.NotAnswered(
                                "the Management API does not have it (404)")));
  }

  private Either<FactUnavailable, Option<Api>> api(String audience) {
    return calls
        .read("read:resource_servers", token -> api.apis(token, audience))
        .map(
            found ->
                found.flatMap(
                    body ->
                        items(body, "resource_servers")
                            .find(it -> it.path("identifier").asText().equals(audience))
                            .map(
                                it ->
                                    new Api(
                                        audience, it.path("allow_offline_access").asBoolean()))));
  }

  private Either<FactUnavailable, Seq<Connection>> connections(
      Option<String> name, String clientId) {
    return name.fold(this::databases, this::named)
        .map(found -> found.map(it -> connection(it, clientId)));
  }

  /** The names that there are, for one that does not exist. */
  private Either<FactUnavailable, Seq<String>> names(
      Option<String> name, Either<FactUnavailable, Seq<Connection>> found) {
    return name.isDefined() && found.exists(Seq::isEmpty)
        ? calls
            .read("read:connections", api::connections)
            .map(
                answer ->
                    answer
                        .map(body -> items(body, "connections"))
                        .getOrElse(Vector.empty())
                        .flatMap(it -> text(it.path("name"))))
        : Either.left(new FactUnavailable.NotAnswered("not needed"));
  }

  private Either<FactUnavailable, Seq<JsonNode>> named(String name) {
    return calls
        .read("read:connections", token -> api.connectionNamed(token, name))
        .map(
            found ->
                found
                    .map(body -> items(body, "connections"))
                    .getOrElse(Vector.empty())
                    .filter(it -> it.path("name").asText().equals(name)));
  }

  private Either<FactUnavailable, Seq<JsonNode>> databases() {
    Seq<JsonNode> all = Vector.empty();
    for (int page = 0; page < MOST_PAGES; page++) {
      int wanted = page;
      Either<FactUnavailable, Option<JsonNode>> answer =
          calls.read("read:connections", token -> api.databases(token, wanted));
      if (answer.isLeft()) {
        return Either.left(answer.getLeft());
      }
      Seq<JsonNode> items =
          answer.get().map(body -> items(body, "connections")).getOrElse(Vector.empty());
      all = all.appendAll(items);
      if (items.size() < PAGE) {
        break;
      }
    }
    return Either.right(all);
  }

  private Connection connection(JsonNode it, String clientId) {
    return Connection.of(
            it.path("id").asText(), it.path("name").asText(), it.path("strategy").asText())
        .withBruteForceProtection(
            Option.of(it.path("options").get("brute_force_protection"))
                .filter(JsonNode::isBoolean)
                .map(JsonNode::booleanValue))
        .withEnabled(enabled(it, clientId))
        .withPasswords(passwords(it.path("options")));
  }

  /** On where it is not set, as on every connection without the newer options. */
  private static Passwords passwords(JsonNode options) {
    return new Passwords(
        options.path("authentication_methods").path("password").path("enabled").asBoolean(true),
        text(options.path("password_options").path("complexity").path("max_length_exceeded")));
  }

  /** From the call made for it; from the older property where a tenant does not have the call. */
  private Either<FactUnavailable, Boolean> enabled(JsonNode connection, String clientId) {
    String id = connection.path("id").asText();
    Option<String> from = Option.none();
    for (int page = 0; page < MOST_PAGES; page++) {
      Option<String> next = from;
      Either<FactUnavailable, Option<JsonNode>> answer =
          calls.read(
              "read:connections",
              token ->
                  next.isEmpty()
                      ? api.enabledClients(token, id)
                      : api.enabledClients(token, id, next.get()));
      if (answer.isLeft()) {
        return Either.left(answer.getLeft());
      }
      if (answer.get().isEmpty()) {
        return Either.right(texts(connection.path("enabled_clients")).contains(clientId));
      }
      JsonNode body = answer.get().get();
      if (items(body, "clients").exists(it -> it.path("client_id").asText().equals(clientId))) {
        return Either.right(true);
      }
      from = text(body.path("next"));
      if (from.isEmpty()) {
        return Either.right(false);
      }
    }
    return Either.left(
        new FactUnavailable.NotAnswered("more than " + PAGE * MOST_PAGES + " applications use it"));
  }

  private static Application application(JsonNode it) {
    return Application.of(it.path("client_id").asText(), it.path("name").asText())
        .withType(text(it.path("app_type")))
        .withFirstParty(it.path("is_first_party").asBoolean(true))
        .withMethod(method(it))
        .withIpHeaderTrusted(it.path("is_token_endpoint_ip_header_trusted").asBoolean())
        .withGrants(texts(it.path("grant_types")).toSet())
        .withOrganizations(
            switch (it.path("organization_usage").asText()) {
              case "allow" -> OrganizationUsage.ALLOW;
              case "require" -> OrganizationUsage.REQUIRE;
              default -> OrganizationUsage.DENY;
            })
        .withComplianceLevel(
            text(it.path("compliance_level")).filter(level -> !level.equals("none")));
  }

  /** Private Key JWT and mTLS have a property of their own; the older one is null then. */
  private static AuthenticationMethod method(JsonNode it) {
    JsonNode methods = it.path("client_authentication_methods");
    if (methods.has("private_key_jwt")) {
      return AuthenticationMethod.PRIVATE_KEY_JWT;
    }
    if (methods.has("tls_client_auth") || methods.has("self_signed_tls_client_auth")) {
      return AuthenticationMethod.MUTUAL_TLS;
    }
    return text(it.path("token_endpoint_auth_method"))
        .fold(
            () -> AuthenticationMethod.UNSET,
            word ->
                switch (word) {
                  case "none" -> AuthenticationMethod.NONE;
                  case "client_secret_post" -> AuthenticationMethod.CLIENT_SECRET_POST;
                  case "client_secret_basic" -> AuthenticationMethod.CLIENT_SECRET_BASIC;
                  default -> AuthenticationMethod.OTHER;
                });
  }

  private static Directory directory(JsonNode it) {
    return new Directory(text(it.path("default_directory")), text(it.path("default_audience")));
  }

  private static BruteForce bruteForce(JsonNode it) {
    return BruteForce.of(it.path("enabled").asBoolean(), texts(it.path("shields")).toSet())
        .withMode(it.path("mode").asText())
        .withAllowlist(texts(it.path("allowlist")))
        .withMaxAttempts(it.path("max_attempts").asInt());
  }

  private static SuspiciousIp suspiciousIp(JsonNode it) {
    JsonNode login = it.path("stage").path("pre-login");
    return SuspiciousIp.of(it.path("enabled").asBoolean(), texts(it.path("shields")).toSet())
        .withAllowlist(texts(it.path("allowlist")))
        .withLimit(
            login.path("max_attempts").asInt(), Duration.ofMillis(login.path("rate").asLong()));
  }

  /** A list as such, or in an object under its name. */
  private static Seq<JsonNode> items(JsonNode body, String name) {
    return Vector.ofAll(body.isArray() ? body : body.path(name));
  }

  private static Seq<String> texts(JsonNode array) {
    return Vector.ofAll(array).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  private static Option<String> text(JsonNode node) {
    return Option.when(node.isTextual() && !node.textValue().isEmpty(), node::textValue);
  }
}
