package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Filters;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.management.Pagination;
import dev.portcullis.emulator.internal.refresh.IssuedRefreshTokens;
import dev.portcullis.emulator.internal.session.Sessions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The refresh tokens that are valid now. */
public final class RefreshTokensApi {

  private final IssuedRefreshTokens issued;
  private final Sessions sessions;
  private final Documents documents;
  private final ManagementEndpoint endpoint;

  /** Shows and revokes these. */
  public RefreshTokensApi(
      IssuedRefreshTokens issued,
      Sessions sessions,
      Documents documents,
      ManagementEndpoint endpoint) {
    this.issued = issued;
    this.sessions = sessions;
    this.documents = documents;
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    new Routes(router, endpoint)
        .on("GET /refresh-tokens", (request, query) -> list(query))
        .on("GET /refresh-tokens/{id}", this::show)
        .on("PATCH /refresh-tokens/{id}", this::change)
        .on("DELETE /refresh-tokens/{id}", this::remove)
        .on("POST /refresh-tokens/revoke", this::revoke)
        .on("GET /users/{user_id}/refresh-tokens", this::ofUser)
        .on("DELETE /users/{user_id}/refresh-tokens", (request, query) -> revokeAll(request, 202))
        .on("POST /users/{id}/revoke-access", this::revokeAccess);
  }

  private Reply list(Parameters query) {
    return Pagination.reply(
        query,
        "refresh_tokens",
        issued.all().stream()
            .filter(each -> Filters.hold(query, each, Set.of("user_id", "client_id")))
            .map(this::fields)
            .toList(),
        true);
  }

  private Reply ofUser(Request request, Parameters query) {
    return Pagination.reply(
        query,
        "tokens",
        issued.all().stream()
            .filter(each -> request.segment(3).equals(each.get("user_id")))
            .map(this::fields)
            .toList(),
        true);
  }

  private Optional<Map<String, Object>> find(Request request) {
    return issued.all().stream()
        .filter(each -> request.segment(3).equals(each.get("id")))
        .findFirst();
  }

  private Reply show(Request request, Parameters query) {
    return find(request)
        .map(each -> Reply.json(200, fields(each)))
        .orElseGet(() -> KeptApi.missing("refresh token"));
  }

  private Reply change(Request request, Parameters query) {
    ObjectNode given = Json.object(request).orElseThrow();
    return find(request)
        .map(
            each -> {
              documents.change(
                  path(each), before -> Optional.of((ObjectNode) Written.merged(before, given)));
              return Reply.json(200, fields(each));
            })
        .orElseGet(() -> KeptApi.missing("refresh token"));
  }

  private Reply remove(Request request, Parameters query) {
    issued.revoke(each -> request.segment(3).equals(each.get("id")));
    return Reply.empty(204);
  }

  private Reply revokeAll(Request request, int status) {
    issued.revoke(each -> request.segment(3).equals(each.get("user_id")));
    return Reply.empty(status);
  }

  /** Ends a session of the user, or all of them, with the refresh tokens. */
  private Reply revokeAccess(Request request, Parameters query) {
    String userId = request.segment(3);
    ObjectNode given = Json.object(request).orElseGet(JsonNodeFactory.instance::objectNode);
    sessions.end(
        session ->
            session.userId().equals(userId)
                && (!given.has("session_id")
                    || session.id().equals(given.path("session_id").asText())));
    if (!given.path("preserve_refresh_tokens").asBoolean()) {
      issued.revoke(
          token -> userId.equals(token.get("user_id")) && fits(given, token, "session_id"));
    }
    return Reply.empty(204);
  }

  /** All that are named, or those of a user, of an application, or of both. */
  private Reply revoke(Request request, Parameters query) {
    ObjectNode given = Json.object(request).orElseThrow();
    if (given.isEmpty()) {
      return Reply.error(
          400,
          "Bad Request",
          "Payload validation error: 'Missing required property: ids'.",
          "invalid_body");
    }
    issued.revoke(
        each ->
            (given.path("ids").isMissingNode()
                    || names(given.path("ids"), String.valueOf(each.get("id"))))
                && fits(given, each, "user_id")
                && fits(given, each, "client_id"));
    return Reply.empty(204);
  }

  private static boolean names(JsonNode ids, String id) {
    for (JsonNode each : ids) {
      if (each.asText().equals(id)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(ObjectNode given, Map<String, Object> token, String name) {
    return !given.has(name) || given.path(name).asText().equals(token.get(name));
  }

  private Map<String, Object> fields(Map<String, Object> token) {
    Map<String, Object> fields = new LinkedHashMap<>(token);
    documents.get(path(token)).ifPresent(kept -> fields.putAll(Written.plain(kept)));
    return fields;
  }

  private static String path(Map<String, Object> token) {
    return "refresh-tokens/" + token.get("id");
  }
}
