package dev.portcullis.emulator.internal.kept;

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
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.management.Pagination;
import dev.portcullis.emulator.internal.refresh.IssuedRefreshTokens;
import dev.portcullis.emulator.internal.session.Session;
import dev.portcullis.emulator.internal.session.Sessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The browsers' sessions; the password grant makes none. */
public final class SessionsApi {

  private static final String METADATA = "session_metadata";

  private final Sessions sessions;
  private final IssuedRefreshTokens issued;
  private final Documents documents;
  private final ManagementEndpoint endpoint;

  /** Shows and ends these sessions; revoking one revokes its refresh tokens. */
  public SessionsApi(
      Sessions sessions,
      IssuedRefreshTokens issued,
      Documents documents,
      ManagementEndpoint endpoint) {
    this.sessions = sessions;
    this.issued = issued;
    this.documents = documents;
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    new Routes(router, endpoint)
        .on("GET /sessions/{id}", (request, query) -> shown(request))
        .on("PATCH /sessions/{id}", (request, query) -> change(request))
        .on("DELETE /sessions/{id}", (request, query) -> end(request))
        .on("POST /sessions/{id}/revoke", (request, query) -> revoke(request))
        .on("GET /users/{user_id}/sessions", this::ofUser)
        .on("DELETE /users/{user_id}/sessions", (request, query) -> endAll(request));
  }

  private Reply ofUser(Request request, Parameters query) {
    return Pagination.reply(
        query,
        "sessions",
        sessions.all().stream()
            .filter(session -> session.userId().equals(request.segment(3)))
            .map(this::fields)
            .toList(),
        true);
  }

  private Optional<Session> find(Request request) {
    return sessions.all().stream()
        .filter(session -> session.id().equals(request.segment(3)))
        .findFirst();
  }

  private Reply shown(Request request) {
    return find(request)
        .map(session -> Reply.json(200, fields(session)))
        .orElseGet(() -> KeptApi.missing("session"));
  }

  private Reply change(Request request) {
    ObjectNode given = Json.object(request).orElseGet(JsonNodeFactory.instance::objectNode);
    find(request)
        .ifPresent(
            session ->
                documents.change(
                    path(session),
                    before -> Optional.of((ObjectNode) Written.merged(before, given))));
    return shown(request);
  }

  private Reply end(Request request) {
    find(request).ifPresent(this::end);
    return Reply.empty(202);
  }

  private Reply revoke(Request request) {
    return find(request)
        .map(
            session -> {
              end(session);
              issued.revoke(token -> session.id().equals(token.get("session_id")));
              return Reply.empty(202);
            })
        .orElseGet(() -> KeptApi.missing("session"));
  }

  private Reply endAll(Request request) {
    sessions.all().stream()
        .filter(session -> session.userId().equals(request.segment(3)))
        .forEach(this::end);
    return Reply.empty(202);
  }

  private void end(Session session) {
    sessions.end(each -> each.id().equals(session.id()));
    documents.remove(path(session));
  }

  private Map<String, Object> fields(Session session) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", session.id());
    fields.put("user_id", session.userId());
    fields.put("created_at", WrittenTime.of(session.authenticatedAt()));
    fields.put("updated_at", WrittenTime.of(session.usedAt()));
    fields.put("authenticated_at", WrittenTime.of(session.authenticatedAt()));
    fields.put("idle_expires_at", WrittenTime.of(sessions.idleUntil(session)));
    fields.put("expires_at", WrittenTime.of(sessions.openUntil(session)));
    fields.put("last_interacted_at", WrittenTime.of(session.usedAt()));
    Map<String, Object> device = new LinkedHashMap<>();
    session
        .first()
        .ifPresent(
            first -> {
              device.put("initial_user_agent", first.userAgent());
              device.put("initial_ip", first.address());
            });
    session
        .last()
        .ifPresent(
            last -> {
              device.put("last_user_agent", last.userAgent());
              device.put("last_ip", last.address());
            });
    fields.put("device", device);
    fields.put(
        "clients", session.clients().stream().map(client -> Map.of("client_id", client)).toList());
    List<Object> methods = new ArrayList<>();
    methods.add(method("pwd", session));
    if (session.multifactor()) {
      methods.add(method("mfa", session));
    }
    fields.put("authentication", Map.of("methods", methods));
    documents
        .get(path(session))
        .map(kept -> kept.path(METADATA))
        .filter(metadata -> metadata.isObject())
        .ifPresent(metadata -> fields.put(METADATA, metadata));
    return fields;
  }

  private static Map<String, Object> method(String name, Session session) {
    return Map.of("name", name, "timestamp", WrittenTime.of(session.authenticatedAt()));
  }

  private static String path(Session session) {
    return "sessions/" + session.id();
  }
}
