package dev.portcullis.emulator.internal.management;

import static dev.portcullis.emulator.internal.codec.TenantCodec.API;

import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.tenant.Api;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /api/v2/resource-servers}: the tenant's APIs. An id is derived from the identifier. */
public final class ResourceServersApi {

  private final TenantConfiguration tenant;
  private final ManagementEndpoint endpoint;

  /** Shows and changes this configuration. */
  public ResourceServersApi(TenantConfiguration tenant, ManagementEndpoint endpoint) {
    this.tenant = tenant;
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String all = "/api/v2/resource-servers";
    String one = all + "/*";
    router
        .on("GET", all, endpoint.read("read:resource_servers", this::list))
        .on(
            "POST",
            all,
            endpoint.write("create:resource_servers", "Create a resource server", this::add))
        .on("GET", one, endpoint.read("read:resource_servers", this::show))
        .on(
            "PATCH",
            one,
            endpoint.write("update:resource_servers", "Update a resource server", this::change))
        .on(
            "DELETE",
            one,
            endpoint.write("delete:resource_servers", "Delete a resource server", this::remove));
  }

  private Reply list(Request request, Parameters query) {
    Optional<String> identifier = query.text("identifiers");
    return Pagination.reply(
        query,
        "resource_servers",
        tenant.get().apis().stream()
            .filter(api -> identifier.orElse(api.identifier()).equals(api.identifier()))
            .map(ResourceServersApi::fields)
            .toList());
  }

  private Reply show(Request request, Parameters query) {
    return found(request)
        .map(api -> Reply.json(200, fields(api)))
        .orElseGet(ResourceServersApi::missing);
  }

  private Reply add(Request request, Parameters query) {
    Payload payload = Payload.of(request).only(API.writableKeys());
    Api made = API.read(Api.of(payload.required("identifier")), payload.at());
    if (tenant.get().api(made.identifier()).isPresent()) {
      return Reply.error(
          409, "Conflict", "The resource server already exists.", "resource_server_exists");
    }
    tenant.change(definition -> definition.api(made));
    return Reply.json(201, fields(made));
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request).only(API.writableKeys());
    Optional<Api> changed = found(request).map(api -> API.read(api, payload.at()));
    changed.ifPresent(api -> tenant.change(definition -> definition.api(api)));
    return changed.map(api -> Reply.json(200, fields(api))).orElseGet(ResourceServersApi::missing);
  }

  private Reply remove(Request request, Parameters query) {
    found(request)
        .ifPresent(api -> tenant.change(definition -> definition.removeApi(api.identifier())));
    return Reply.empty(204);
  }

  private Optional<Api> found(Request request) {
    String id = request.segment(3);
    return tenant.get().apis().stream()
        .filter(api -> id(api).equals(id) || api.identifier().equals(id))
        .findFirst();
  }

  private static Map<String, Object> fields(Api api) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", id(api));
    fields.putAll(API.shown(api));
    return fields;
  }

  private static String id(Api api) {
    return UUID.nameUUIDFromBytes(api.identifier().getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "")
        .substring(0, 24);
  }

  private static Reply missing() {
    return Reply.error(
        404, "Not Found", "The resource server does not exist", "inexistent_resource_server");
  }
}
