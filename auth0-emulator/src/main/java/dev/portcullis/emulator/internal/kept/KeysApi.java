package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Ids;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.management.Pagination;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The signing key, custom domains and what else has a verb of its own beside kept data. */
public final class KeysApi {

  private final Documents documents;
  private final TokenKeys keys;
  private final String host;
  private final ManagementEndpoint endpoint;
  private final InstantSource clock;
  private final Ids ids;

  /** Shows this key; the host is the subject of its certificate. */
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
        .on("GET /keys/signing", (request, query) -> Reply.json(200, List.of(key())))
        .on("GET /keys/signing/{kid}", this::signingKey)
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

  private Map<String, Object> key() {
    Map<String, Object> jwk = keys.publicJwk(host);
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("kid", jwk.get("kid"));
    key.put("current", true);
    key.put("next", false);
    key.put("previous", false);
    if (jwk.get("x5c") instanceof List<?> chain) {
      key.put(
          "cert",
          "-----BEGIN CERTIFICATE-----\n" + chain.getFirst() + "\n-----END CERTIFICATE-----\n");
    }
    key.put("thumbprint", jwk.get("x5t"));
    return key;
  }

  private Reply signingKey(Request request, Parameters query) {
    Map<String, Object> key = key();
    return request.segment(4).equals(key.get("kid"))
        ? Reply.json(200, key)
        : KeptApi.missing("signing key");
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
    token.put(
        "created_at",
        DateTimeFormatter.ISO_INSTANT.format(clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    documents.put(KeptApi.path(request) + "/" + id, token);
    return Reply.json(201, token.deepCopy().put("token", "tok_" + ids.text(40)));
  }

  private Reply renderings(Request request, Parameters query) {
    return none(query, "configs");
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
