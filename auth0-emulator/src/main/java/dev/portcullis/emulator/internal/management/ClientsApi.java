package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.Application.OrganizationUsage;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantConfiguration;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.WireNames;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code /api/v2/clients}. The secret is shown only to tokens with {@code read:client_keys}; what
 * the emulator has no use for is accepted and forgotten.
 */
public final class ClientsApi {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final Set<String> PROPERTIES =
      Set.of(
          "name",
          "app_type",
          "token_endpoint_auth_method",
          "is_token_endpoint_ip_header_trusted",
          "grant_types",
          "client_secret",
          "refresh_token",
          "description",
          "callbacks",
          "allowed_origins",
          "web_origins",
          "allowed_logout_urls",
          "oidc_conformant",
          "jwt_configuration",
          "logo_uri",
          "client_metadata",
          "is_first_party",
          "organization_usage",
          "sso",
          "sso_disabled",
          "cross_origin_authentication",
          "custom_login_page_on");

  private final TenantConfiguration tenant;
  private final ManagementEndpoint guarded;
  private final SecureRandom random;

  /** Changes this configuration. */
  public ClientsApi(TenantConfiguration tenant, ManagementEndpoint guarded, SecureRandom random) {
    this.tenant = tenant;
    this.guarded = guarded;
    this.random = random;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String one = "/api/v2/clients/*";
    router
        .on("GET", "/api/v2/clients", guarded.read("read:clients", this::list))
        .on(
            "POST",
            "/api/v2/clients",
            guarded.write("create:clients", "Create a client", this::add))
        .on("GET", one, guarded.read("read:clients", this::show))
        .on("PATCH", one, guarded.write("update:clients", "Update a client", this::change))
        .on("DELETE", one, guarded.write("delete:clients", "Delete a client", this::remove));
  }

  private Reply list(Request request, Parameters query) {
    return Pagination.reply(
        query,
        "clients",
        tenant.get().applications().stream().map(app -> fields(request, app)).toList());
  }

  private Reply show(Request request, Parameters query) {
    return tenant
        .get()
        .application(request.segment(3))
        .map(app -> Reply.json(200, fields(request, app)))
        .orElseGet(ClientsApi::missing);
  }

  private Reply add(Request request, Parameters query) {
    Payload payload = Payload.of(request).only(PROPERTIES);
    AppType type = payload.constant("app_type", AppType.class).orElse(AppType.REGULAR_WEB);
    boolean withSecret = type == AppType.REGULAR_WEB || type == AppType.NON_INTERACTIVE;
    Application.Builder builder =
        new Application.Builder(randomText(32), payload.required("name"))
            .type(type)
            .clientSecret(Secret.of(randomText(64)))
            .impliedAuthMethod(withSecret ? AuthMethod.CLIENT_SECRET_POST : AuthMethod.NONE)
            .grantTypes(Set.of(GrantType.REFRESH_TOKEN));
    Application made = applied(payload, builder);
    tenant.change(seed -> seed.application(made));
    Map<String, Object> fields = fields(request, made);
    made.clientSecret().ifPresent(secret -> fields.put("client_secret", secret.reveal()));
    return Reply.json(201, fields);
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request).only(PROPERTIES);
    String id = request.segment(3);
    if (tenant.get().application(id).isEmpty()) {
      return missing();
    }
    TenantDefinition after =
        tenant.change(
            seed ->
                seed.build()
                    .application(id)
                    .ifPresent(app -> seed.application(applied(payload, app.toBuilder()))));
    return after
        .application(id)
        .map(app -> Reply.json(200, fields(request, app)))
        .orElseGet(ClientsApi::missing);
  }

  private Reply remove(Request request, Parameters query) {
    tenant.change(seed -> seed.removeApplication(request.segment(3)));
    return Reply.empty(204);
  }

  private static Application applied(Payload payload, Application.Builder builder) {
    payload.text("name").ifPresent(builder::name);
    payload.constant("app_type", AppType.class).ifPresent(builder::type);
    payload.constant("token_endpoint_auth_method", AuthMethod.class).ifPresent(builder::authMethod);
    payload.flag("is_token_endpoint_ip_header_trusted").ifPresent(builder::ipHeaderTrusted);
    payload.text("client_secret").map(Secret::of).ifPresent(builder::clientSecret);
    payload.texts("grant_types").map(ClientsApi::grantTypes).ifPresent(builder::grantTypes);
    payload.flag("is_first_party").ifPresent(builder::firstParty);
    payload
        .constant("organization_usage", OrganizationUsage.class)
        .ifPresent(builder::organizationUsage);
    payload.object("refresh_token").map(ClientsApi::policy).ifPresent(builder::refreshTokens);
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload(String.valueOf(e.getMessage()));
    }
  }

  /** Grants the emulator does not know are left out. */
  private static Set<GrantType> grantTypes(List<String> names) {
    return names.stream()
        .map(GrantType::named)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static RefreshTokenPolicy policy(Payload payload) {
    boolean expiring = payload.text("expiration_type").equals(Optional.of("expiring"));
    return new RefreshTokenPolicy(
        payload.text("rotation_type").equals(Optional.of("rotating")),
        Duration.ofSeconds(payload.number("leeway").orElse(0)),
        payload.number("token_lifetime").filter(ignored -> expiring).map(Duration::ofSeconds));
  }

  private Map<String, Object> fields(Request request, Application app) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", tenant.get().name());
    fields.put("client_id", app.clientId());
    fields.put("name", app.name());
    fields.put("app_type", WireNames.of(app.type()));
    fields.put("is_first_party", app.firstParty());
    fields.put("organization_usage", WireNames.of(app.organizationUsage()));
    fields.put("is_token_endpoint_ip_header_trusted", app.ipHeaderTrusted());
    fields.put("oidc_conformant", true);
    fields.put("grant_types", app.grantTypes().stream().map(GrantType::wireName).sorted().toList());
    if (app.authMethod() == AuthMethod.PRIVATE_KEY_JWT) {
      fields.put("client_authentication_methods", Map.of("private_key_jwt", Map.of()));
    } else if (!app.authMethodImplied()) {
      fields.put("token_endpoint_auth_method", WireNames.of(app.authMethod()));
    }
    fields.put("refresh_token", fields(app.refreshTokens()));
    if (guarded.scopes(request).contains("read:client_keys")) {
      app.clientSecret().ifPresent(secret -> fields.put("client_secret", secret.reveal()));
    }
    return fields;
  }

  private static Map<String, Object> fields(RefreshTokenPolicy policy) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rotation_type", policy.rotating() ? "rotating" : "non-rotating");
    fields.put("expiration_type", policy.lifetime().isPresent() ? "expiring" : "non-expiring");
    fields.put("leeway", policy.leeway().toSeconds());
    fields.put("token_lifetime", policy.lifetime().map(Duration::toSeconds).orElse(31_557_600L));
    fields.put("infinite_token_lifetime", policy.lifetime().isEmpty());
    fields.put("infinite_idle_token_lifetime", true);
    fields.put("idle_token_lifetime", 2_592_000);
    return fields;
  }

  private static Reply missing() {
    return Reply.error(404, "Not Found", "The client does not exist", "inexistent_client");
  }

  private String randomText(int length) {
    return random
        .ints(length, 0, ALPHABET.length())
        .mapToObj(i -> ALPHABET.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
