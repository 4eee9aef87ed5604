package dev.portcullis.emulator.internal.management;

import static dev.portcullis.emulator.internal.codec.TenantCodec.API;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.tenant.Api;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /api/v2/resource-servers}; an id follows from the identifier. */
public final class ResourceServersApi {

  private final TenantConfiguration tenant;
  private final Written written;
  private final ManagementEndpoint endpoint;

  /** Changes this configuration, and keeps here what it does not have. */
  public ResourceServersApi(
      TenantConfiguration tenant, Documents documents, ManagementEndpoint endpoint) {
    this.tenant = tenant;
    this.written = new Written(documents);
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String all = "/api/v2/resource-servers";
    String one = all + "/*";
    router
        .on("GET", all, endpoint.read("read:resource_servers", this::list))
        .on("POST", all, endpoint.write("create:resource_servers", "Create an API", this::add))
        .on("GET", one, endpoint.read("read:resource_servers", this::show))
        .on("PATCH", one, endpoint.write("update:resource_servers", "Update an API", this::change))
        .on(
            "DELETE",
            one,
            endpoint.write("delete:resource_servers", "Delete an API", this::remove));
  }

  private Reply list(Request request, Parameters query) {
    Optional<List<String>> identifiers =
        query.text("identifiers").map(text -> Arrays.asList(text.split(",", -1)));
    return Pagination.reply(
        query,
        "resource_servers",
        tenant.get().apis().stream()
            .filter(api -> identifiers.isEmpty() || identifiers.get().contains(api.identifier()))
            .map(this::fields)
            .toList());
  }

  private Reply show(Request request, Parameters query) {
    return find(request)
        .map(api -> Reply.json(200, Pagination.projected(query, fields(api))))
        .orElseGet(ResourceServersApi::missing);
  }

  private Reply add(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    String identifier = payload.required("identifier");
    if (tenant.get().api(identifier).isPresent()) {
      return Reply.error(
          409,
          "Conflict",
          "A resource server with the same identifier already exists.",
          "resource_server_conflict");
    }
    Api made = read(Api.of(identifier), payload);
    tenant.change(builder -> builder.api(made));
    written.put(path(made), payload.node(), API.shown(made));
    return Reply.json(201, fields(made));
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    return find(request)
        .map(
            before -> {
              Api after = read(before, payload);
              tenant.change(builder -> builder.api(after));
              written.put(path(after), payload.node(), API.shown(after));
              return Reply.json(200, fields(after));
            })
        .orElseGet(ResourceServersApi::missing);
  }

  private static Api read(Api before, Payload payload) {
    ObjectNode modelled = payload.node().deepCopy().retain(API.writableKeys());
    try {
      return API.read(before, Payload.of(modelled).at());
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload("Payload validation error: '" + e.getMessage() + "'.");
    }
  }

  private Reply remove(Request request, Parameters query) {
    find(request)
        .ifPresent(
            api -> {
              tenant.change(builder -> builder.removeApi(api.identifier()));
              written.remove(path(api));
            });
    return Reply.empty(204);
  }

  private Optional<Api> find(Request request) {
    String id = request.segment(3);
    return tenant.get().apis().stream()
        .filter(api -> id(api).equals(id) || api.identifier().equals(id))
        .findFirst();
  }

  private Map<String, Object> fields(Api api) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", id(api));
    fields.put("name", api.identifier());
    fields.putAll(API.shown(api));
    return written.shown(path(api), fields);
  }

  private static String id(Api api) {
    return Ids.derived(api.identifier());
  }

  private static String path(Api api) {
    return "resource-servers/" + id(api);
  }

  private static Reply missing() {
    return Reply.error(
        404, "Not Found", "The resource server does not exist", "inexistent_resource_server");
  }
}
