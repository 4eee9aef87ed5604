package dev.portcullis.emulator.internal.management;

import static dev.portcullis.emulator.internal.codec.TenantCodec.CONNECTION;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.schema.Operations;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Connection.Strategy;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code /api/v2/connections}. Databases and passwordless connections are modelled; connections of
 * other strategies are kept as they were written, and nobody logs in through them.
 */
public final class ConnectionsApi {

  private static final String ENABLED = "enabled_clients";
  private static final String OTHERS = "connections-of-other-strategies";
  private static final Set<String> FILTERS = Set.of("name", "strategy");

  private final TenantConfiguration tenant;
  private final UserStore users;
  private final Documents documents;
  private final Written written;
  private final ManagementEndpoint endpoint;
  private final Ids ids;

  /** Changes this configuration, and keeps here what it does not have. */
  public ConnectionsApi(
      TenantConfiguration tenant,
      UserStore users,
      Documents documents,
      ManagementEndpoint endpoint,
      SecureRandom random) {
    this.tenant = tenant;
    this.users = users;
    this.documents = documents;
    this.written = new Written(documents, "options", "metadata");
    this.endpoint = endpoint;
    this.ids = new Ids(random);
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String all = "/api/v2/connections";
    String one = all + "/*";
    router
        .on("GET", all, endpoint.read("read:connections", this::list))
        .on("POST", all, endpoint.write("create:connections", "Create a connection", this::add))
        .on("GET", one, endpoint.read("read:connections", this::show))
        .on("PATCH", one, endpoint.write("update:connections", "Update a connection", this::change))
        .on(
            "DELETE",
            one,
            endpoint.write("delete:connections", "Delete a connection", this::remove))
        .on("GET", one + "/clients", endpoint.read("read:connections", this::enabledClients))
        .on(
            "PATCH",
            one + "/clients",
            endpoint.write(
                "update:connections", "Update enabled clients of a connection", this::enable));
    endpoint.on(
        router,
        Operations.table().named("GET /connections/{id}/status").orElseThrow(),
        this::status);
    endpoint.on(
        router,
        Operations.table().named("DELETE /connections/{id}/users").orElseThrow(),
        this::removeUser);
  }

  private Reply list(Request request, Parameters query) {
    return Pagination.reply(
        query,
        "connections",
        Stream.concat(
                tenant.get().connections().stream().map(this::fields),
                documents.below(OTHERS).values().stream().map(this::other))
            .filter(each -> Filters.hold(query, each, FILTERS))
            .toList());
  }

  private Reply show(Request request, Parameters query) {
    return shown(request.segment(3))
        .map(fields -> Reply.json(200, Pagination.projected(query, fields)))
        .orElseGet(ConnectionsApi::missing);
  }

  /** The connection of that id, of any strategy. */
  public Optional<Map<String, Object>> shown(String id) {
    return find(id).map(this::fields).or(() -> documents.get(OTHERS + "/" + id).map(this::other));
  }

  private Reply add(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    String name = payload.required("name");
    boolean taken =
        tenant.get().connection(name).isPresent()
            || documents.below(OTHERS).values().stream()
                .anyMatch(each -> each.path("name").asText().equals(name));
    if (taken) {
      return Reply.error(
          409, "Conflict", "A connection with the same name already exists", "connection_conflict");
    }
    String id = "con_" + ids.text(16);
    Optional<Strategy> strategy =
        Stream.of(Strategy.values())
            .filter(each -> each.wireName().equals(payload.required("strategy")))
            .findFirst();
    if (strategy.isEmpty()) {
      ObjectNode other = payload.node().deepCopy().put("id", id);
      documents.put(OTHERS + "/" + id, other);
      return Reply.json(201, other(other));
    }
    Connection made =
        CONNECTION.read(
            Connection.of(id, name).withStrategy(strategy.get()), modelled(payload).at());
    tenant.change(builder -> builder.connection(made));
    written.put(path(id), payload.node(), CONNECTION.shown(made));
    return Reply.json(201, fields(made));
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    if (!tenant.get().legacyEnabledClients() && payload.node().has(ENABLED)) {
      throw new InvalidPayload(
          "Payload validation error: 'Additional properties not allowed: " + ENABLED + "'.");
    }
    Optional<ObjectNode> other = documents.get(otherPath(request));
    if (other.isPresent()) {
      ObjectNode after = other.get();
      payload.node().properties().forEach(each -> after.set(each.getKey(), each.getValue()));
      documents.put(otherPath(request), after);
      return Reply.json(200, other(after));
    }
    return find(request)
        .map(
            before -> {
              Connection after = CONNECTION.read(before, modelled(payload).at());
              tenant.change(builder -> builder.connection(after));
              written.put(path(after.id()), payload.node(), CONNECTION.shown(after));
              return Reply.json(200, fields(after));
            })
        .orElseGet(ConnectionsApi::missing);
  }

  private Reply remove(Request request, Parameters query) {
    documents.remove(otherPath(request));
    find(request)
        .ifPresent(
            found -> {
              tenant.change(builder -> builder.removeConnection(found.name()));
              users.all().stream()
                  .filter(user -> user.connection().equals(found.name()))
                  .forEach(user -> users.delete(user.userId()));
              written.remove(path(found.id()));
            });
    return Reply.empty(204);
  }

  private Reply status(Request request, Parameters query) {
    return shown(request.segment(3))
        .map(found -> Reply.empty(200))
        .orElseGet(ConnectionsApi::missing);
  }

  private Reply removeUser(Request request, Parameters query) {
    return find(request)
        .map(
            found -> {
              users
                  .find(found.name(), query.text("email").orElse(""))
                  .ifPresent(user -> users.delete(user.userId()));
              return Reply.empty(204);
            })
        .orElseGet(ConnectionsApi::missing);
  }

  private static Payload modelled(Payload payload) {
    return Payload.of(payload.node().deepCopy().retain(CONNECTION.writableKeys()));
  }

  private Map<String, Object> fields(Connection connection) {
    return current(
        new LinkedHashMap<>(written.shown(path(connection.id()), CONNECTION.shown(connection))));
  }

  /** Without {@code enabled_clients}, as tenants made since January 2026 are. */
  private Map<String, Object> current(Map<String, Object> fields) {
    if (!tenant.get().legacyEnabledClients()) {
      fields.remove(ENABLED);
    }
    return fields;
  }

  private Map<String, Object> other(ObjectNode document) {
    Map<String, Object> fields = Written.plain(document);
    fields.putIfAbsent("options", Map.of());
    fields.putIfAbsent(ENABLED, List.of());
    current(fields);
    fields.putIfAbsent("realms", List.of(document.path("name").asText()));
    return fields;
  }

  private static String path(String id) {
    return "connections/" + id;
  }

  private static String otherPath(Request request) {
    return OTHERS + "/" + request.segment(3);
  }

  private Reply enabledClients(Request request, Parameters query) {
    return enabled(request)
        .map(
            clients ->
                Pagination.byCheckpoint(
                    query,
                    "clients",
                    clients.stream()
                        .sorted()
                        .map(client -> Map.<String, Object>of("client_id", client))
                        .toList()))
        .orElseGet(ConnectionsApi::missing);
  }

  private Optional<Set<String>> enabled(Request request) {
    return find(request)
        .map(Connection::enabledClients)
        .or(
            () ->
                documents
                    .get(otherPath(request))
                    .map(
                        other -> {
                          Set<String> clients = new LinkedHashSet<>();
                          other.path(ENABLED).forEach(client -> clients.add(client.asText()));
                          return clients;
                        }));
  }

  /** Takes {@code [{"client_id","status"}]}, and leaves other applications unchanged. */
  private Reply enable(Request request, Parameters query) {
    List<Payload> changes = Payload.listOf(request);
    return enabled(request)
        .map(
            before -> {
              Set<String> clients = new LinkedHashSet<>(before);
              for (Payload change : changes) {
                String client = change.required("client_id");
                if (change.flag("status").orElse(false)) {
                  clients.add(client);
                } else {
                  clients.remove(client);
                }
              }
              keepEnabled(request, clients);
              return Reply.empty(204);
            })
        .orElseGet(ConnectionsApi::missing);
  }

  private void keepEnabled(Request request, Set<String> clients) {
    find(request)
        .ifPresent(
            found ->
                tenant.change(builder -> builder.connection(found.withEnabledClients(clients))));
    documents
        .get(otherPath(request))
        .ifPresent(
            other -> {
              other.putArray(ENABLED);
              clients.forEach(other.withArray(ENABLED)::add);
              documents.put(otherPath(request), other);
            });
  }

  private Optional<Connection> find(Request request) {
    return find(request.segment(3));
  }

  private Optional<Connection> find(String id) {
    return tenant.get().connections().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  static Reply missing() {
    return Reply.error(404, "Not Found", "The connection does not exist.", "inexistent_connection");
  }
}
