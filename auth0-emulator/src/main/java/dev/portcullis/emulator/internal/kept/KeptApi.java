package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Filters;
import dev.portcullis.emulator.internal.management.Ids;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.management.Pagination;
import dev.portcullis.emulator.schema.Operation;
import dev.portcullis.emulator.schema.Operations;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The operations of the {@link Kinds}: each object is kept and given back as it was written. */
public final class KeptApi {

  private static final String ITEMS = "items";

  /** What decides about logins and tokens. */
  private static final String ENFORCED =
      "/roles|/roles/\\{[^/]*}(/permissions|/users)?|/users/\\{[^/]*}/(roles|permissions)"
          + "|/organizations|/organizations/(name/)?\\{[^/]*}|/users/\\{[^/]*}/organizations"
          + "|/organizations/\\{[^/]*}/(enabled_connections|connections|members|invitations)(/.*)?";

  private static final Set<String> NO_FILTERS =
      Set.of(
          "page",
          "per_page",
          "include_totals",
          "from",
          "take",
          "fields",
          "include_fields",
          "sort",
          "q",
          "parser",
          "search",
          "hydrate",
          "synchronous",
          "name_filter",
          "installed",
          "deployed");

  private final Documents documents;
  private final Subjects subjects;
  private final ManagementEndpoint endpoint;
  private final InstantSource clock;
  private final Ids ids;

  /** Keeps the objects here. */
  public KeptApi(
      Documents documents,
      Subjects subjects,
      ManagementEndpoint endpoint,
      InstantSource clock,
      SecureRandom random) {
    this.documents = documents;
    this.subjects = subjects;
    this.endpoint = endpoint;
    this.clock = clock;
    this.ids = new Ids(random);
  }

  /** Whether what an operation writes is given back and nothing else depends on it. */
  public static boolean storedOnly(Operation operation) {
    String path = operation.path();
    return !path.matches(ENFORCED) && isKept(path);
  }

  private static boolean isKept(String path) {
    if (path.startsWith("/keys/signing")) {
      return false;
    }
    return Kinds.ALL.stream()
            .anyMatch(kind -> path.equals(kind.path()) || path.startsWith(kind.path() + "/"))
        || LinksApi.has(path)
        || path.matches("/(actions|guardian/factors|custom-domains|keys|flows|hooks|groups)/.*")
        || path.matches("/(guardian/factors|organizations/name/.*|prompts/rendering)")
        || path.matches("/connections-(directory-provision|scim-configur).*")
        || path.matches("/(user-attribute|connection)-profiles/templates.*")
        || path.matches("/(self-service-profiles|event-streams|connections)/.*/.*/.*")
        || path.matches(
            "/users/.*/(groups|connected-accounts|risk-assessments/clear|multifactor/.*)");
  }

  /** Adds the routes of every kind, those without a variable first. */
  public void addTo(Router router) {
    Kinds.ALL.stream().filter(Kind::single).forEach(kind -> add(router, kind));
    Kinds.ALL.stream().filter(kind -> !kind.single()).forEach(kind -> add(router, kind));
  }

  private void add(Router router, Kind kind) {
    for (Operation operation : Operations.table().all()) {
      boolean atList = operation.path().equals(kind.path());
      boolean atItem =
          !kind.single()
              && operation.path().startsWith(kind.path() + "/{")
              && operation.path().indexOf('/', kind.path().length() + 1) < 0;
      if (atList) {
        endpoint.on(router, operation, (request, query) -> ofList(kind, operation, request, query));
      } else if (atItem) {
        endpoint.on(
            router,
            operation,
            (request, query) ->
                onItem(kind, request.method(), path(request), body(request), query));
      }
    }
  }

  private Reply ofList(Kind kind, Operation operation, Request request, Parameters query) {
    String path = path(request);
    if (!subjects.parentExists(path)) {
      return missing("parent");
    }
    if (kind.single()) {
      return onSingle(kind, request.method(), path, body(request));
    }
    return switch (request.method()) {
      case "GET" -> list(kind, operation, path, query);
      case "POST" -> create(kind, path, body(request).orElseGet(KeptApi::empty));
      default -> {
        documents.remove(path);
        yield Reply.empty(204);
      }
    };
  }

  private Reply list(Kind kind, Operation operation, String path, Parameters query) {
    Set<String> filters =
        operation.query().stream()
            .filter(name -> !NO_FILTERS.contains(name))
            .collect(Collectors.toSet());
    List<Map<String, Object>> items =
        documents.below(path).values().stream()
            .map(document -> shown(kind, document))
            .filter(item -> Filters.hold(query, item, filters))
            .filter(item -> named(item, query))
            .toList();
    Optional<String> key = operation.itemsKey();
    if (key.isPresent() && Collections.disjoint(operation.query(), Set.of("page", "take"))) {
      return Reply.json(200, Map.of(key.get(), items));
    }
    return Pagination.reply(
        query,
        key.orElse(ITEMS),
        items,
        key.isPresent() && !operation.query().contains("include_totals"));
  }

  private static boolean named(Map<String, Object> item, Parameters query) {
    Optional<String> part = query.text("name_filter");
    return part.isEmpty() || String.valueOf(item.get("name")).contains(part.get());
  }

  private Reply create(Kind kind, String path, JsonNode body) {
    ObjectNode document = body instanceof ObjectNode object ? object.deepCopy() : empty();
    for (String unique : kind.unique()) {
      if (documents.below(path).values().stream()
          .anyMatch(each -> each.path(unique).equals(document.path(unique)))) {
        return conflict(kind);
      }
    }
    if (!kind.prefix().isEmpty()) {
      document.put(kind.id(), kind.prefix() + ids.text(16));
    }
    String id = document.path(kind.id()).asText();
    if (documents.has(path + "/" + id)) {
      return conflict(kind);
    }
    if (kind.dated()) {
      document.put("created_at", now()).put("updated_at", now());
    }
    documents.put(path + "/" + id, document);
    for (JsonNode each : document.path("enabled_connections")) {
      if (each instanceof ObjectNode connection) {
        String connectionId = connection.path("connection_id").asText();
        documents.put(path + "/" + id + "/enabled_connections/" + connectionId, connection);
      }
    }
    return Reply.json(201, shown(kind, document));
  }

  private static Reply conflict(Kind kind) {
    return Reply.error(
        409,
        "Conflict",
        "The " + kind.word() + " already exists.",
        kind.word().replace(' ', '_') + "_conflict");
  }

  private Reply onItem(
      Kind kind, String method, String path, Optional<JsonNode> body, Parameters query) {
    Optional<ObjectNode> found = documents.get(path);
    if (method.equals("DELETE")) {
      documents.remove(path);
      return Reply.empty(204);
    }
    // PUT makes an item whose id is in the path.
    if (found.isEmpty() && !(method.equals("PUT") && kind.prefix().isEmpty())) {
      return missing(kind.word());
    }
    ObjectNode before = found.orElseGet(() -> empty().put(kind.id(), last(path)));
    if (method.equals("GET")) {
      return Reply.json(200, Pagination.projected(query, shown(kind, before)));
    }
    ObjectNode change = body.orElseGet(KeptApi::empty) instanceof ObjectNode o ? o : empty();
    ObjectNode after = method.equals("PUT") ? change.deepCopy() : changed(before, change);
    for (String kept : List.of(kind.id(), "created_at")) {
      if (before.has(kept)) {
        after.set(kept, before.path(kept));
      }
    }
    if (kind.dated()) {
      after.put("updated_at", now());
    }
    documents.put(path, after);
    return Reply.json(200, shown(kind, after));
  }

  private Reply onSingle(Kind kind, String method, String path, Optional<JsonNode> body) {
    Optional<ObjectNode> found = documents.get(path);
    if (method.equals("DELETE")) {
      documents.remove(path);
      return Reply.empty(204);
    }
    if (kind.defaults().isEmpty() && found.isEmpty() && !Set.of("POST", "PUT").contains(method)) {
      return missing(kind.word());
    }
    if (method.equals("GET")) {
      return Reply.json(200, shownOrItems(kind, found.orElseGet(KeptApi::empty)));
    }
    JsonNode change = body.orElseGet(KeptApi::empty);
    ObjectNode after =
        change instanceof ArrayNode array
            ? empty().set(ITEMS, array)
            : method.equals("PUT")
                ? (ObjectNode) change.deepCopy()
                : changed(found.orElseGet(KeptApi::empty), change);
    documents.put(path, after);
    return Reply.json(method.equals("POST") ? 201 : 200, shownOrItems(kind, after));
  }

  private Object shownOrItems(Kind kind, ObjectNode document) {
    if (kind.path().equals("/guardian/policies")) {
      return document.has(ITEMS) ? document.path(ITEMS) : List.of();
    }
    return shown(kind, document);
  }

  /** Properties of the change replace those before; objects are merged, and null removes. */
  private static ObjectNode changed(ObjectNode before, JsonNode change) {
    return (ObjectNode) Written.merged(before, change);
  }

  private Map<String, Object> shown(Kind kind, ObjectNode document) {
    Map<String, Object> shown = new LinkedHashMap<>();
    kind.defaults().ifPresent(shown::putAll);
    shown.putAll(
        Written.plain(
            kind.equals(Kinds.ACTIONS) ? ActionsApi.visible(document) : kind.visible(document)));
    if (kind.id().equals("connection_id")) {
      subjects
          .find("connections", document.path("connection_id").asText())
          .ifPresent(
              found -> {
                found.keySet().retainAll(Set.of("name", "strategy"));
                shown.put("connection", found);
              });
    }
    return shown;
  }

  static Optional<JsonNode> body(Request request) {
    return Json.tree(request).filter(body -> !body.isNull());
  }

  /**
   * The path of the document: that of the request. Both lists of an organization's connections are
   * of the same documents.
   */
  static String path(Request request) {
    return request
        .path()
        .substring("/api/v2/".length())
        .replaceFirst("^(organizations/[^/]+/)connections(?=/|$)", "$1enabled_connections");
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  private String now() {
    return WrittenTime.of(clock.instant());
  }

  static Reply missing(String word) {
    return Reply.error(
        404,
        "Not Found",
        "The " + word + " does not exist.",
        "inexistent_" + word.replace(' ', '_'));
  }
}
