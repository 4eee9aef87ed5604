package dev.portcullis.emulator.internal.management;

import static dev.portcullis.emulator.internal.codec.ApplicationCodec.APPLICATION;

import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code /api/v2/clients}. The secret is shown only to tokens with {@code read:client_keys};
 * settings that the emulator does not use are accepted and ignored.
 */
public final class ClientsApi {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private final TenantConfiguration tenant;
  private final ManagementEndpoint endpoint;
  private final SecureRandom random;

  /** Changes this configuration. */
  public ClientsApi(TenantConfiguration tenant, ManagementEndpoint endpoint, SecureRandom random) {
    this.tenant = tenant;
    this.endpoint = endpoint;
    this.random = random;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String one = "/api/v2/clients/*";
    router
        .on("GET", "/api/v2/clients", endpoint.read("read:clients", this::list))
        .on(
            "POST",
            "/api/v2/clients",
            endpoint.write("create:clients", "Create a client", this::add))
        .on("GET", one, endpoint.read("read:clients", this::show))
        .on("PATCH", one, endpoint.write("update:clients", "Update a client", this::change))
        .on("DELETE", one, endpoint.write("delete:clients", "Delete a client", this::remove));
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
    Payload payload = Payload.of(request).only(APPLICATION.writableKeys());
    AppType type = payload.constant("app_type", AppType.class).orElse(AppType.REGULAR_WEB);
    boolean withSecret = type == AppType.REGULAR_WEB || type == AppType.NON_INTERACTIVE;
    Application.Builder builder =
        new Application.Builder(randomText(32), payload.required("name"))
            .type(type)
            .clientSecret(Secret.of(randomText(64)))
            .impliedAuthMethod(withSecret ? AuthMethod.CLIENT_SECRET_POST : AuthMethod.NONE)
            .grantTypes(Set.of(GrantType.REFRESH_TOKEN));
    Application made = applied(payload, builder, Optional.empty());
    tenant.change(definition -> definition.application(made));
    Map<String, Object> fields = fields(request, made);
    made.clientSecret().ifPresent(secret -> fields.put("client_secret", secret.reveal()));
    return Reply.json(201, fields);
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request).only(APPLICATION.writableKeys());
    String id = request.segment(3);
    if (tenant.get().application(id).isEmpty()) {
      return missing();
    }
    TenantDefinition after =
        tenant.change(
            definition ->
                definition
                    .build()
                    .application(id)
                    .ifPresent(
                        app ->
                            definition.application(
                                applied(payload, app.toBuilder(), Optional.of(app)))));
    return after
        .application(id)
        .map(app -> Reply.json(200, fields(request, app)))
        .orElseGet(ClientsApi::missing);
  }

  private Reply remove(Request request, Parameters query) {
    tenant.change(definition -> definition.removeApplication(request.segment(3)));
    return Reply.empty(204);
  }

  private static Application applied(
      Payload payload, Application.Builder builder, Optional<Application> before) {
    try {
      return APPLICATION.apply(builder, before, payload.at()).build();
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> fields(Request request, Application app) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", tenant.get().name());
    fields.putAll(APPLICATION.shown(app));
    if (!endpoint.scopes(request).contains("read:client_keys")) {
      fields.remove("client_secret");
    }
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
