package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.access.Definitions;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.management.Pagination;
import dev.portcullis.emulator.schema.Operation;
import dev.portcullis.emulator.schema.Operations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What items have to do with each other: a user's roles, a role's permissions, an organization's
 * members. A link is a document below the item that has it.
 */
public final class LinksApi {

  /**
   * A list of links.
   *
   * @param path its path
   * @param key the property of the payload with the ids, or with the objects
   * @param target the list that the ids are of; empty if the payload has objects
   * @param reversed where the links are kept, if they are those of the other side
   */
  private record Link(String path, String key, String target, String reversed, int created) {

    static Link to(String path, String key, String target) {
      return new Link(path, key, target, "", 204);
    }

    static Link of(String path, String key) {
      return new Link(path, key, "", "", 201);
    }

    static Link back(String path, String key, String target, String reversed) {
      return new Link(path, key, target, reversed, 200);
    }
  }

  private static final List<Link> ALL =
      List.of(
          Link.to("/users/{id}/roles", "roles", "roles"),
          Link.back("/roles/{id}/users", "users", "users", "roles"),
          Link.of("/users/{id}/permissions", "permissions"),
          Link.of("/roles/{id}/permissions", "permissions"),
          Link.to("/organizations/{id}/members", "members", "users"),
          Link.back("/users/{id}/organizations", "organizations", "organizations", "members"),
          Link.to("/organizations/{id}/members/{user_id}/roles", "roles", "roles"),
          Link.of("/organizations/{id}/clients", "clients"),
          Link.to("/roles/{id}/groups", "groups", "groups"),
          Link.back("/groups/{id}/roles", "roles", "roles", "groups"),
          Link.back(
              "/client-grants/{id}/organizations",
              "organizations",
              "organizations",
              "client-grants"));

  private final Documents documents;
  private final Subjects subjects;
  private final ManagementEndpoint endpoint;

  /** Keeps the links here. */
  public LinksApi(Documents documents, Subjects subjects, ManagementEndpoint endpoint) {
    this.documents = documents;
    this.subjects = subjects;
    this.endpoint = endpoint;
  }

  /** Whether the path is that of a list of links. */
  static boolean has(String path) {
    return ALL.stream().anyMatch(link -> link.path().equals(path));
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    for (Link link : ALL) {
      for (Operation operation : Operations.table().all()) {
        if (operation.path().equals(link.path())) {
          endpoint.on(
              router, operation, (request, query) -> answer(link, operation, request, query));
        }
      }
    }
  }

  private Reply answer(Link link, Operation operation, Request request, Parameters query) {
    String path = KeptApi.path(request);
    String[] segments = path.split("/", -1);
    if (subjects.find(segments[0], segments[1]).isEmpty()) {
      return KeptApi.missing(segments[0].substring(0, segments[0].length() - 1));
    }
    if (request.method().equals("GET")) {
      return Pagination.reply(
          query,
          operation.itemsKey().orElse(link.key()),
          shown(link, path, segments[1]).toList(),
          operation.itemsKey().isPresent() && !operation.query().contains("include_totals"));
    }
    JsonNode items = Json.tree(request).map(body -> body.path(link.key())).orElseThrow();
    if (request.method().equals("POST")) {
      for (JsonNode item : items) {
        if (!link.target().isEmpty() && subjects.find(link.target(), item.asText()).isEmpty()) {
          return KeptApi.missing(link.target().substring(0, link.target().length() - 1));
        }
      }
    }
    for (JsonNode item : items) {
      String at = at(link, path, segments[1], item);
      if (request.method().equals("DELETE")) {
        documents.remove(at);
      } else {
        documents.put(
            at, item instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
      }
    }
    return request.method().equals("DELETE")
        ? Reply.empty(204)
        : link.created() == 201 ? Reply.json(201, items) : Reply.empty(link.created());
  }

  private Stream<Map<String, Object>> shown(Link link, String path, String id) {
    if (!link.reversed().isEmpty()) {
      String end = "/" + link.reversed() + "/" + id;
      return documents.paths().stream()
          .filter(each -> each.startsWith(link.target() + "/") && each.endsWith(end))
          .map(each -> each.substring(link.target().length() + 1, each.length() - end.length()))
          .filter(each -> each.indexOf('/') < 0)
          .map(each -> subjects.find(link.target(), each))
          .flatMap(Optional::stream);
    }
    return documents.below(path).entrySet().stream()
        .map(
            each ->
                link.target().isEmpty()
                    ? Optional.of(Written.plain(each.getValue()))
                    : subjects.find(link.target(), each.getKey()))
        .flatMap(Optional::stream);
  }

  private static String at(Link link, String path, String id, JsonNode item) {
    if (!link.reversed().isEmpty()) {
      return link.target() + "/" + item.asText() + "/" + link.reversed() + "/" + id;
    }
    return path + "/" + (item.isTextual() ? item.asText() : name(item));
  }

  /** The id of a link that is an object. */
  private static String name(JsonNode item) {
    return item.has("client_id")
        ? item.path("client_id").asText()
        : Definitions.permissionKey(
            item.path("resource_server_identifier").asText(),
            item.path("permission_name").asText());
  }
}
