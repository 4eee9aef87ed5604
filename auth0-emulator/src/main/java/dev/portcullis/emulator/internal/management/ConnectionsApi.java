package dev.portcullis.emulator.internal.management;

import static dev.portcullis.emulator.internal.codec.TenantCodec.CONNECTION;

import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.tenant.Connection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v2/connections}: read, and change the settings that have an effect. */
public final class ConnectionsApi {

  private final TenantConfiguration tenant;
  private final ManagementEndpoint endpoint;

  /** Changes this configuration. */
  public ConnectionsApi(TenantConfiguration tenant, ManagementEndpoint endpoint) {
    this.tenant = tenant;
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String one = "/api/v2/connections/*";
    router
        .on("GET", "/api/v2/connections", endpoint.read("read:connections", this::list))
        .on("GET", one, endpoint.read("read:connections", this::show))
        .on("PATCH", one, endpoint.write("update:connections", "Update a connection", this::change))
        .on("GET", one + "/clients", endpoint.read("read:connections", this::enabledClients))
        .on(
            "PATCH",
            one + "/clients",
            endpoint.write(
                "update:connections", "Update enabled clients of a connection", this::enable));
  }

  private Reply list(Request request, Parameters query) {
    Optional<String> name = query.text("name");
    boolean databases = query.text("strategy").orElse(Connection.STRATEGY).equals("auth0");
    List<Map<String, Object>> found =
        tenant.get().connections().stream()
            .filter(each -> databases && name.orElse(each.name()).equals(each.name()))
            .map(CONNECTION::shown)
            .toList();
    return query.text("take").isPresent()
        ? Pagination.byCheckpoint(query, "connections", found)
        : Pagination.reply(query, "connections", found);
  }

  private Reply show(Request request, Parameters query) {
    return find(request)
        .map(found -> Reply.json(200, CONNECTION.shown(found)))
        .orElseGet(ConnectionsApi::missing);
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request).only(CONNECTION.writableKeys());
    return find(request)
        .map(
            before -> {
              Connection after = CONNECTION.read(before, payload.at());
              tenant.change(builder -> builder.connection(after));
              return Reply.json(200, CONNECTION.shown(after));
            })
        .orElseGet(ConnectionsApi::missing);
  }

  private Reply enabledClients(Request request, Parameters query) {
    return find(request)
        .map(
            found ->
                Reply.json(
                    200,
                    Map.of(
                        "clients",
                        found.enabledClients().stream()
                            .sorted()
                            .map(client -> Map.of("client_id", client))
                            .toList())))
        .orElseGet(ConnectionsApi::missing);
  }

  /** Takes {@code [{"client_id","status"}]}, and leaves other applications unchanged. */
  private Reply enable(Request request, Parameters query) {
    List<Payload> changes = Payload.listOf(request);
    return find(request)
        .map(
            before -> {
              Set<String> clients = new LinkedHashSet<>(before.enabledClients());
              for (Payload change : changes) {
                String client = change.only(Set.of("client_id", "status")).required("client_id");
                if (change.flag("status").orElse(false)) {
                  clients.add(client);
                } else {
                  clients.remove(client);
                }
              }
              tenant.change(builder -> builder.connection(before.withEnabledClients(clients)));
              return Reply.empty(204);
            })
        .orElseGet(ConnectionsApi::missing);
  }

  private Optional<Connection> find(Request request) {
    String id = request.segment(3);
    return tenant.get().connections().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private static Reply missing() {
    return Reply.error(404, "Not Found", "The connection does not exist.", "inexistent_connection");
  }
}
