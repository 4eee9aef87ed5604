package dev.portcullis.emulator.internal.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.tenant.Application;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** {@code /api/v2/client-grants}: what applications may do with {@code client_credentials}. */
public final class ClientGrantsApi {

  private static final Set<String> FILTERS =
      Set.of("client_id", "audience", "subject_type", "allow_any_organization", "default_for");

  private final TenantConfiguration tenant;
  private final Written written;
  private final String managementAudience;
  private final ManagementEndpoint endpoint;

  /** Changes this configuration; {@code issuer} ends with a slash. */
  public ClientGrantsApi(
      TenantConfiguration tenant, Documents documents, String issuer, ManagementEndpoint endpoint) {
    this.tenant = tenant;
    this.written = new Written(documents);
    this.managementAudience = issuer + "api/v2/";
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String all = "/api/v2/client-grants";
    String one = all + "/*";
    router
        .on("GET", all, endpoint.read("read:client_grants", this::list))
        .on("POST", all, endpoint.write("create:client_grants", "Create a client grant", this::add))
        .on("GET", one, endpoint.read("read:client_grants", this::show))
        .on(
            "PATCH",
            one,
            endpoint.write("update:client_grants", "Update a client grant", this::change))
        .on(
            "DELETE",
            one,
            endpoint.write("delete:client_grants", "Delete a client grant", this::remove));
  }

  private Reply list(Request request, Parameters query) {
    return Pagination.reply(
        query,
        "client_grants",
        all().stream()
            .map(this::fields)
            .filter(each -> Filters.hold(query, each, FILTERS))
            .toList());
  }

  private Reply show(Request request, Parameters query) {
    return find(request)
        .map(grant -> Reply.json(200, fields(grant)))
        .orElseGet(ClientGrantsApi::missing);
  }

  private Reply add(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    String audience = payload.required("audience");
    String clientId = payload.required("client_id");
    if (tenant.get().application(clientId).isEmpty()) {
      return Reply.error(400, "Bad Request", "The client does not exist", "invalid_body");
    }
    if (!audience.equals(managementAudience) && tenant.get().api(audience).isEmpty()) {
      return Reply.error(
          404, "Not Found", "The resource server does not exist", "inexistent_resource_server");
    }
    Grant grant = new Grant(clientId, audience, scopes(payload));
    if (all().stream().anyMatch(each -> each.id().equals(grant.id()))) {
      return Reply.error(
          409,
          "Conflict",
          "A resource server with the same identifier already exists for this client",
          "client_grant_conflict");
    }
    apply(grant);
    written.put(path(grant), payload.node(), shown(grant));
    return Reply.json(201, fields(grant));
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    return find(request)
        .map(
            before -> {
              Grant after =
                  payload.node().hasNonNull("scope")
                      ? new Grant(before.clientId(), before.audience(), scopes(payload))
                      : before;
              apply(after);
              written.put(path(after), payload.node(), shown(after));
              return Reply.json(200, fields(after));
            })
        .orElseGet(ClientGrantsApi::missing);
  }

  private Reply remove(Request request, Parameters query) {
    find(request)
        .ifPresent(
            grant -> {
              change(
                  grant,
                  grant.audience().equals(managementAudience)
                      ? builder -> builder.managementScopes(List.of())
                      : builder -> builder.withoutApiGrant(grant.audience()));
              written.remove(path(grant));
            });
    return Reply.empty(204);
  }

  private void apply(Grant grant) {
    change(
        grant,
        grant.audience().equals(managementAudience)
            ? builder -> builder.managementScopes(grant.scope())
            : builder -> builder.apiGrant(grant.audience(), grant.scope()));
  }

  private void change(Grant grant, UnaryOperator<Application.Builder> how) {
    tenant.change(
        definition ->
            definition
                .build()
                .application(grant.clientId())
                .ifPresent(app -> definition.application(how.apply(app.toBuilder()).build())));
  }

  private static List<String> scopes(Payload payload) {
    List<String> scopes = new ArrayList<>();
    for (JsonNode scope : payload.node().path("scope")) {
      scopes.add(scope.asText());
    }
    return scopes;
  }

  private List<Grant> all() {
    List<Grant> grants = new ArrayList<>();
    for (Application app : tenant.get().applications()) {
      app.apiGrants()
          .forEach((audience, scope) -> grants.add(new Grant(app.clientId(), audience, scope)));
      if (!app.managementScopes().isEmpty()) {
        grants.add(new Grant(app.clientId(), managementAudience, app.managementScopes()));
      }
    }
    return grants;
  }

  private Optional<Grant> find(Request request) {
    String id = request.segment(3);
    return all().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private Map<String, Object> fields(Grant grant) {
    return written.shown(path(grant), shown(grant));
  }

  private static Map<String, Object> shown(Grant grant) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", grant.id());
    fields.put("client_id", grant.clientId());
    fields.put("audience", grant.audience());
    fields.put("scope", grant.scope());
    fields.put("subject_type", "client");
    return fields;
  }

  private static String path(Grant grant) {
    return "client-grants/" + grant.id();
  }

  private static Reply missing() {
    return Reply.error(
        404, "Not Found", "The client grant does not exist", "inexistent_client_grant");
  }

  private record Grant(String clientId, String audience, List<String> scope) {

    String id() {
      return "cgr_" + Ids.derived(clientId + " " + audience).substring(0, 16);
    }
  }
}
