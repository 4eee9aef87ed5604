package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.TenantConfiguration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v2/connections}: reading, and changing what the emulator heeds. */
public final class ConnectionsApi {

  private final TenantConfiguration tenant;
  private final ManagementEndpoint guarded;

  /** Changes this configuration. */
  public ConnectionsApi(TenantConfiguration tenant, ManagementEndpoint guarded) {
    this.tenant = tenant;
    this.guarded = guarded;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String one = "/api/v2/connections/*";
    router
        .on("GET", "/api/v2/connections", guarded.read("read:connections", this::list))
        .on("GET", one, guarded.read("read:connections", this::show))
        .on("PATCH", one, guarded.write("update:connections", "Update a connection", this::change))
        .on("GET", one + "/clients", guarded.read("read:connections", this::enabledClients))
        .on(
            "PATCH",
            one + "/clients",
            guarded.write(
                "update:connections", "Update enabled clients of a connection", this::enable));
  }

  private Reply list(Request request, Parameters query) {
    Optional<String> name = query.text("name");
    boolean databases = query.text("strategy").orElse(Connection.STRATEGY).equals("auth0");
    List<Map<String, Object>> found =
        tenant.get().connections().stream()
            .filter(each -> databases && name.orElse(each.name()).equals(each.name()))
            .map(ConnectionsApi::fields)
            .toList();
    return query.text("take").isPresent()
        ? Pagination.byCheckpoint(query, "connections", found)
        : Pagination.reply(query, "connections", found);
  }

  private Reply show(Request request, Parameters query) {
    return find(request)
        .map(found -> Reply.json(200, fields(found)))
        .orElseGet(ConnectionsApi::missing);
  }

  private Reply change(Request request, Parameters query) {
    Payload payload =
        Payload.of(request)
            .only(Set.of("enabled_clients", "options", "display_name", "realms", "metadata"));
    return find(request)
        .map(
            before -> {
              Connection after =
                  new Connection(
                      before.id(),
                      before.name(),
                      payload
                          .object("options")
                          .flatMap(options -> options.flag("brute_force_protection"))
                          .orElse(before.bruteForceProtection()),
                      payload
                          .texts("enabled_clients")
                          .<Set<String>>map(LinkedHashSet::new)
                          .orElse(before.enabledClients()));
              tenant.change(seed -> seed.connection(after));
              return Reply.json(200, fields(after));
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

  /** Takes {@code [{"client_id","status"}]}, which leaves other applications alone. */
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
              tenant.change(
                  seed ->
                      seed.connection(
                          new Connection(
                              before.id(), before.name(), before.bruteForceProtection(), clients)));
              return Reply.empty(204);
            })
        .orElseGet(ConnectionsApi::missing);
  }

  private Optional<Connection> find(Request request) {
    String id = request.segment(3);
    return tenant.get().connections().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private static Map<String, Object> fields(Connection connection) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", connection.id());
    fields.put("name", connection.name());
    fields.put("strategy", Connection.STRATEGY);
    fields.put("options", Map.of("brute_force_protection", connection.bruteForceProtection()));
    fields.put("enabled_clients", connection.enabledClients().stream().sorted().toList());
    fields.put("is_domain_connection", false);
    fields.put("realms", List.of(connection.name()));
    return fields;
  }

  private static Reply missing() {
    return Reply.error(404, "Not Found", "The connection does not exist.", "inexistent_connection");
  }
}
