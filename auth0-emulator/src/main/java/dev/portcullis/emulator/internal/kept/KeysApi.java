package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.crypto.TokenKeys;
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
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The signing keys, custom domains and what else has a verb of its own beside kept data. */
public final class KeysApi {

  private final Documents documents;
  private final TokenKeys keys;
  private final String host;
  private final ManagementEndpoint endpoint;
  private final InstantSource clock;
  private final Ids ids;

  /** Shows and rotates these keys; the host is the subject of its certificate. */
  public KeysApi(
      Documents documents,
      TokenKeys keys,
      String host,
      ManagementEndpoint endpoint,
      InstantSource clock,
      SecureRandom random) {
    this.documents = documents;
    this.keys = keys;
    this.host = host;
    this.endpoint = endpoint;
    this.clock = clock;
    this.ids = new Ids(random);
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    new Routes(router, endpoint)
        .on("GET /keys/signing", (request, query) -> Reply.json(200, keys.shown(host)))
        .on("GET /keys/signing/{kid}", this::signingKey)
        .on("POST /keys/signing/rotate", (request, query) -> rotate())
        .on("PUT /keys/signing/{kid}/revoke", this::revoke)
        .on(
            "GET /connections-directory-provisionings",
            (request, query) ->
                ofConnections(query, "directory-provisioning", "directory_provisionings"))
        .on(
            "GET /connections-scim-configurations",
            (request, query) -> ofConnections(query, "scim-configuration", "scim_configurations"))
        .on("GET /organizations/name/{name}", this::organization)
        .on("POST /custom-domains/{id}/verify", this::verify)
        .on("POST /custom-domains/{id}/test", this::test)
        .on("POST /self-service-profiles/{id}/sso-ticket", this::ticket)
        .on(
            "POST /self-service-profiles/{profileId}/sso-ticket/{id}/revoke",
            (request, query) -> Reply.empty(202))
        .on("GET /connections/{id}/scim-configuration/tokens", this::scimTokens)
        .on("POST /connections/{id}/scim-configuration/tokens", this::addScimToken)
        .on(
            "DELETE /connections/{id}/scim-configuration/tokens/{tokenId}",
            (request, query) -> {
              documents.remove(KeptApi.path(request));
              return Reply.empty(204);
            })
        .on("GET /prompts/rendering", this::renderings)
        .on("GET /branding/themes/default", this::theme)
        .on("GET /flows/{flow_id}/executions", (request, query) -> none(query, "executions"))
        .on("GET /event-streams/{id}/deliveries", (request, query) -> none(query, "deliveries"))
        .on("GET /users/{id}/groups", (request, query) -> none(query, "groups"))
        .on("GET /groups/{id}/members", (request, query) -> none(query, "members"))
        .on(
            "GET /users/{id}/connected-accounts",
            (request, query) -> none(query, "connected_accounts"))
        .on("POST /users/{id}/risk-assessments/clear", (request, query) -> Reply.empty(204))
        .on("GET /hooks/{id}/secrets", this::hookSecrets)
        .on(
            "GET /user-attribute-profiles/templates",
            (request, query) ->
                Reply.json(200, Map.of("user_attribute_profile_templates", List.of())))
        .on(
            "GET /connection-profiles/templates",
            (request, query) -> Reply.json(200, Map.of("connection_profile_templates", List.of())));
  }

  private static Reply none(Parameters query, String key) {
    return Pagination.reply(query, key, List.of(), true);
  }

  private Reply signingKey(Request request, Parameters query) {
    return found(request.segment(4))
        .map(key -> Reply.json(200, key))
        .orElseGet(() -> KeptApi.missing("signing key"));
  }

  private Optional<Map<String, Object>> found(String id) {
    return keys.shown(host).stream().filter(key -> id.equals(key.get("kid"))).findFirst();
  }

  private Reply rotate() {
    return Reply.json(201, idAndCertificate(keys.rotate(clock.instant())));
  }

  private Reply revoke(Request request, Parameters query) {
    String id = request.segment(4);
    return keys.revoke(id, clock.instant())
        ? Reply.json(200, idAndCertificate(id))
        : KeptApi.missing("signing key");
  }

  private Map<String, Object> idAndCertificate(String id) {
    Map<String, Object> fields = new LinkedHashMap<>(found(id).orElseThrow());
    fields.keySet().retainAll(List.of("kid", "cert"));
    return fields;
  }

  /** The single documents below connections, with the connection's id. */
  private Reply ofConnections(Parameters query, String last, String key) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String path : documents.paths()) {
      String[] segments = path.split("/", -1);
      if (segments.length == 3 && segments[0].equals("connections") && segments[2].equals(last)) {
        documents
            .get(path)
            .ifPresent(
                document -> {
                  Map<String, Object> item = new LinkedHashMap<>();
                  item.put("connection_id", segments[1]);
                  item.putAll(Written.plain(document));
                  all.add(item);
                });
      }
    }
    return Pagination.reply(query, key, all, true);
  }

  private Reply organization(Request request, Parameters query) {
    return documents.below("organizations").values().stream()
        .filter(each -> each.path("name").asText().equals(request.segment(4)))
        .findFirst()
        .map(each -> Reply.json(200, each))
        .orElseGet(() -> KeptApi.missing("organization"));
  }

  private Reply verify(Request request, Parameters query) {
    String path = "custom-domains/" + request.segment(3);
    return documents
        .get(path)
        .map(
            domain -> {
              domain.put("status", "ready");
              documents.put(path, domain);
              return Reply.json(200, domain);
            })
        .orElseGet(() -> KeptApi.missing("custom domain"));
  }

  private Reply test(Request request, Parameters query) {
    return documents.has("custom-domains/" + request.segment(3))
        ? Reply.json(200, Map.of("success", true))
        : KeptApi.missing("custom domain");
  }

  private Reply ticket(Request request, Parameters query) {
    return Reply.json(201, Map.of("ticket", "https://sso.example.com/ticket/" + ids.text(32)));
  }

  private Reply scimTokens(Request request, Parameters query) {
    return Reply.json(
        200,
        documents.below(KeptApi.path(request)).values().stream()
            .map(each -> each.without("token"))
            .toList());
  }

  private Reply addScimToken(Request request, Parameters query) {
    String id = "tok_" + ids.text(16);
    ObjectNode token = JsonNodeFactory.instance.objectNode();
    Json.object(request).ifPresent(token::setAll);
    token.put("token_id", id);
    token.put("created_at", WrittenTime.of(clock.instant()));
    documents.put(KeptApi.path(request) + "/" + id, token);
    return Reply.json(201, token.deepCopy().put("token", "tok_" + ids.text(40)));
  }

  /** The screens whose rendering was written. */
  private Reply renderings(Request request, Parameters query) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String path : documents.paths()) {
      String[] segments = path.split("/", -1);
      if (path.matches("prompts/[^/]+/screen/[^/]+/rendering")) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("prompt", segments[1]);
        item.put("screen", segments[3]);
        documents.get(path).ifPresent(document -> item.putAll(Written.plain(document)));
        all.add(item);
      }
    }
    return Pagination.reply(
        query,
        "configs",
        all.stream()
            .filter(item -> Filters.hold(query, item, Set.of("prompt", "screen", "rendering_mode")))
            .toList());
  }

  /** A tenant has one theme at most: that which was made first. */
  private Reply theme(Request request, Parameters query) {
    return documents.below("branding/themes").values().stream()
        .findFirst()
        .map(theme -> Reply.json(200, theme))
        .orElseGet(() -> KeptApi.missing("theme"));
  }

  /** The names of a hook's secrets; the values are hidden. */
  private Reply hookSecrets(Request request, Parameters query) {
    Map<String, Object> shown = new LinkedHashMap<>();
    documents
        .get(KeptApi.path(request))
        .ifPresent(
            kept ->
                kept.fieldNames().forEachRemaining(name -> shown.put(name, "_VALUE_NOT_SHOWN_")));
    return Reply.json(200, shown);
  }
}
