package dev.portcullis.emulator.internal.management;

import static dev.portcullis.emulator.internal.codec.ApplicationCodec.APPLICATION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.internal.codec.ApplicationCodec;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.schema.Operations;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * {@code /api/v2/clients} with their credentials. The secret is shown only to tokens with {@code
 * read:client_keys}; settings that the emulator does not use are kept as they were written.
 */
public final class ClientsApi {

  private static final String GLOBAL = "AllApplications0000000000000000x";
  private static final String METHODS = "client_authentication_methods";
  private static final String KEY_METHOD = "private_key_jwt";
  private static final String CREDENTIALS = "credentials";

  private final TenantConfiguration tenant;
  private final Documents documents;
  private final Written written;
  private final ManagementEndpoint endpoint;
  private final InstantSource clock;
  private final Ids ids;

  /** Changes this configuration, and keeps here what it does not have. */
  public ClientsApi(
      TenantConfiguration tenant,
      Documents documents,
      ManagementEndpoint endpoint,
      InstantSource clock,
      SecureRandom random) {
    this.tenant = tenant;
    this.documents = documents;
    this.written = new Written(documents);
    this.endpoint = endpoint;
    this.clock = clock;
    this.ids = new Ids(random);
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
        .on("DELETE", one, endpoint.write("delete:clients", "Delete a client", this::remove))
        .on(
            "POST",
            one + "/rotate-secret",
            endpoint.write("update:client_keys", "Rotate a client secret", this::rotate));
    String credentials = "/clients/{client_id}/credentials";
    on(router, "GET /clients/{id}/connections", this::connections);
    on(router, "GET " + credentials, this::listCredentials);
    on(router, "POST " + credentials, this::addCredential);
    on(router, "GET " + credentials + "/{credential_id}", this::showCredential);
    on(router, "PATCH " + credentials + "/{credential_id}", this::changeCredential);
    on(router, "DELETE " + credentials + "/{credential_id}", this::removeCredential);
  }

  private void on(Router router, String operation, BiFunction<Request, Parameters, Reply> answer) {
    endpoint.on(router, Operations.table().named(operation).orElseThrow(), answer);
  }

  private Reply list(Request request, Parameters query) {
    boolean global = query.text("is_global").equals(Optional.of("true"));
    return Pagination.reply(
        query,
        "clients",
        global
            ? List.of(global())
            : tenant.get().applications().stream()
                .map(app -> fields(request, app))
                .filter(app -> Filters.hold(query, app, Set.of("app_type", "is_first_party")))
                .toList());
  }

  private Reply show(Request request, Parameters query) {
    return tenant
        .get()
        .application(request.segment(3))
        .map(app -> fields(request, app))
        .or(() -> Optional.of(global()).filter(it -> request.segment(3).equals(GLOBAL)))
        .map(fields -> Reply.json(200, Pagination.projected(query, fields)))
        .orElseGet(ClientsApi::missing);
  }

  /** The client that stands for all applications; it has the login page and cannot log in. */
  private Map<String, Object> global() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", tenant.get().name());
    fields.put("global", true);
    fields.put("client_id", GLOBAL);
    fields.put("name", "All Applications");
    fields.put("callbacks", List.of());
    fields.put("is_first_party", true);
    fields.put("custom_login_page_on", true);
    return written.shown(path(GLOBAL), fields);
  }

  private Reply add(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    AppType type =
        known(payload.node())
            ? payload.constant("app_type", AppType.class).orElse(AppType.REGULAR_WEB)
            : AppType.REGULAR_WEB;
    boolean withSecret = type == AppType.REGULAR_WEB || type == AppType.NON_INTERACTIVE;
    Application.Builder builder =
        new Application.Builder(ids.text(32), payload.required("name"))
            .type(type)
            .clientSecret(Secret.of(ids.text(64)))
            .impliedAuthMethod(withSecret ? AuthMethod.CLIENT_SECRET_POST : AuthMethod.NONE)
            .grantTypes(Set.of(GrantType.REFRESH_TOKEN));
    String id = builder.build().clientId();
    keepInlineCredentials(id, payload.node());
    Application made = applied(payload, id, builder, Optional.empty());
    tenant.change(definition -> definition.application(made));
    written.put(path(id), payload.node(), APPLICATION.shown(made));
    Map<String, Object> fields = fields(request, made);
    made.clientSecret().ifPresent(secret -> fields.put("client_secret", secret.reveal()));
    return Reply.json(201, fields);
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    String id = request.segment(3);
    if (id.equals(GLOBAL)) {
      written.put(path(id), payload.node(), Map.of());
      return Reply.json(200, global());
    }
    if (tenant.get().application(id).isEmpty()) {
      return missing();
    }
    keepInlineCredentials(id, payload.node());
    TenantDefinition after =
        tenant.change(
            definition ->
                definition
                    .build()
                    .application(id)
                    .ifPresent(
                        app ->
                            definition.application(
                                applied(payload, id, app.toBuilder(), Optional.of(app)))));
    return after
        .application(id)
        .map(
            app -> {
              written.put(path(id), payload.node(), APPLICATION.shown(app));
              return Reply.json(200, fields(request, app));
            })
        .orElseGet(ClientsApi::missing);
  }

  private Reply remove(Request request, Parameters query) {
    String id = request.segment(3);
    tenant.change(definition -> definition.removeApplication(id));
    written.remove(path(id));
    return Reply.empty(204);
  }

  private Reply rotate(Request request, Parameters query) {
    String id = request.segment(3);
    Secret secret = Secret.of(ids.text(64));
    TenantDefinition after =
        tenant.change(
            definition ->
                definition
                    .build()
                    .application(id)
                    .ifPresent(
                        app ->
                            definition.application(app.toBuilder().clientSecret(secret).build())));
    return after
        .application(id)
        .map(
            app -> {
              Map<String, Object> fields = fields(request, app);
              fields.put("client_secret", secret.reveal());
              return Reply.json(200, fields);
            })
        .orElseGet(ClientsApi::missing);
  }

  private Reply connections(Request request, Parameters query) {
    String id = request.segment(3);
    return Pagination.reply(
        query,
        "connections",
        tenant.get().connections().stream()
            .filter(each -> each.enabledClients().contains(id))
            .map(ClientsApi::connection)
            .toList(),
        true);
  }

  private static Map<String, Object> connection(Connection connection) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", connection.id());
    fields.put("name", connection.name());
    fields.put("strategy", connection.strategy().wireName());
    return fields;
  }

  /** Applies what the model has; types and grants that it does not have are left out. */
  private Application applied(
      Payload payload, String id, Application.Builder builder, Optional<Application> before) {
    try {
      ObjectNode modelled = payload.node().deepCopy().retain(APPLICATION.writableKeys());
      modelled.remove(METHODS);
      if (!known(modelled)) {
        modelled.remove("app_type");
      }
      if (modelled.path("grant_types") instanceof ArrayNode grants) {
        ArrayNode left = modelled.putArray("grant_types");
        grants.forEach(
            each -> {
              if (GrantType.named(each.asText()).isPresent()) {
                left.add(each);
              }
            });
      }
      Application.Builder applied = APPLICATION.apply(builder, before, Payload.of(modelled).at());
      List<RSAPublicKey> keys = keys(id, payload.node());
      if (!keys.isEmpty()) {
        applied.authMethod(AuthMethod.PRIVATE_KEY_JWT).publicKeys(keys);
      } else if (payload.node().path(METHODS).isNull()
          && before.filter(app -> app.authMethod() == AuthMethod.PRIVATE_KEY_JWT).isPresent()
          && !payload.node().hasNonNull("token_endpoint_auth_method")) {
        applied.authMethod(AuthMethod.CLIENT_SECRET_POST);
      }
      return applied.build();
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload(String.valueOf(e.getMessage()));
    }
  }

  private static boolean known(ObjectNode payload) {
    String type = payload.path("app_type").asText("regular_web");
    return Set.of("regular_web", "non_interactive", "native", "spa").contains(type);
  }

  private Map<String, Object> fields(Request request, Application app) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", tenant.get().name());
    fields.putAll(written.shown(path(app.clientId()), APPLICATION.shown(app)));
    if (!endpoint.scopes(request).contains("read:client_keys")) {
      fields.remove("client_secret");
    }
    return fields;
  }

  private static String path(String id) {
    return "clients/" + id;
  }

  /** Replaces credentials with a key in the payload by the ids of credentials made of them. */
  private void keepInlineCredentials(String id, ObjectNode payload) {
    if (payload.path(METHODS).path(KEY_METHOD).path(CREDENTIALS) instanceof ArrayNode given) {
      for (int i = 0; i < given.size(); i++) {
        if (given.get(i) instanceof ObjectNode inline && inline.has("pem")) {
          String credential = kept(id, inline);
          given.set(i, given.objectNode().put("id", credential));
        }
      }
    }
  }

  private List<RSAPublicKey> keys(String id, ObjectNode payload) {
    List<RSAPublicKey> keys = new ArrayList<>();
    for (JsonNode each : payload.path(METHODS).path(KEY_METHOD).path(CREDENTIALS)) {
      String credential = each.path("id").asText();
      ObjectNode found =
          documents
              .get(credentialPath(id, credential))
              .orElseThrow(
                  () -> new IllegalArgumentException("Credential does not exist: " + credential));
      ApplicationCodec.publicKey(found.path("pem").asText()).ifPresent(keys::add);
    }
    return keys;
  }

  private String kept(String id, ObjectNode given) {
    if (ApplicationCodec.publicKey(given.path("pem").asText()).isEmpty()) {
      throw new InvalidPayload("Payload validation error: 'Invalid PEM format' on property pem.");
    }
    String credential = "cred_" + ids.text(22);
    ObjectNode document = given.deepCopy();
    document.put("id", credential);
    if (!document.has("kid")) {
      document.put("kid", ids.text(43));
    }
    if (!document.has("alg")) {
      document.put("alg", "RS256");
    }
    String now = WrittenTime.of(clock.instant());
    document.put("created_at", now);
    document.put("updated_at", now);
    documents.put(credentialPath(id, credential), document);
    return credential;
  }

  private static String credentialPath(String id, String credential) {
    return path(id) + "/credentials/" + credential;
  }

  private static ObjectNode shown(ObjectNode credential) {
    credential.remove("pem");
    credential.remove("parse_expiry_from_cert");
    return credential;
  }

  private Reply listCredentials(Request request, Parameters query) {
    return Reply.json(
        200,
        documents.below(path(request.segment(3)) + "/credentials").values().stream()
            .map(ClientsApi::shown)
            .toList());
  }

  private Reply addCredential(Request request, Parameters query) {
    String id = request.segment(3);
    if (tenant.get().application(id).isEmpty()) {
      return missing();
    }
    String credential = kept(id, Payload.of(request).node());
    return Reply.json(201, shown(documents.get(credentialPath(id, credential)).orElseThrow()));
  }

  private Reply showCredential(Request request, Parameters query) {
    return documents
        .get(credentialPath(request.segment(3), request.segment(5)))
        .map(found -> Reply.json(200, shown(found)))
        .orElseGet(ClientsApi::missing);
  }

  private Reply changeCredential(Request request, Parameters query) {
    String path = credentialPath(request.segment(3), request.segment(5));
    Optional<ObjectNode> found = documents.get(path);
    found.ifPresent(
        document ->
            documents.put(path, (ObjectNode) Written.merged(document, Payload.of(request).node())));
    return showCredential(request, query);
  }

  private Reply removeCredential(Request request, Parameters query) {
    documents.remove(credentialPath(request.segment(3), request.segment(5)));
    return Reply.empty(204);
  }

  static Reply missing() {
    return Reply.error(404, "Not Found", "The client does not exist", "inexistent_client");
  }
}
