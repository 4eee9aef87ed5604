package dev.portcullis.emulator.internal.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page's calls of the tenant's own API: like Auth0's dashboard, it changes the tenant as any
 * other client does, so that what is refused is refused in Auth0's words.
 */
final class ManagementCalls {

  private static final String SCOPE =
      "read:users create:users update:users delete:users"
          + " read:clients create:clients update:clients delete:clients"
          + " read:resource_servers create:resource_servers update:resource_servers"
          + " delete:resource_servers"
          + " read:roles create:roles update:roles delete:roles";
  private static final int LIFETIME = 60;

  private final EmulatorControls controls;

  ManagementCalls(EmulatorControls controls) {
    this.controls = controls;
  }

  /** The object at a path of the Management API; an empty one if there is none. */
  ObjectNode get(String path) {
    return call("GET", path, JsonNodeFactory.instance.objectNode()).body();
  }

  /** The id of the API of that identifier. */
  String id(String path, String identifier) {
    return list(path).stream()
        .filter(each -> each.path("identifier").asText().equals(identifier))
        .map(each -> each.path("id").asText())
        .findFirst()
        .orElse("");
  }

  /** The items of a list of the Management API. */
  List<JsonNode> list(String path) {
    return call("GET", path, JsonNodeFactory.instance.objectNode()).list();
  }

  /** Calls the Management API. */
  Answer call(String method, String path, JsonNode body) {
    Instant now = controls.clock().instant();
    String token =
        controls
            .keys()
            .sign(
                new JWTClaimsSet.Builder()
                    .issuer(controls.issuer())
                    .audience(controls.issuer() + "api/v2/")
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plusSeconds(LIFETIME)))
                    .claim("scope", SCOPE)
                    .build());
    return send(method, path, Map.of("authorization", List.of("Bearer " + token)), body);
  }

  /** Calls another endpoint with a JSON body. */
  Answer post(String path, JsonNode body) {
    return send("POST", path, Map.of(), body);
  }

  private Answer send(
      String method, String path, Map<String, List<String>> headers, JsonNode body) {
    Map<String, List<String>> all = new LinkedHashMap<>(headers);
    all.put("content-type", List.of("application/json"));
    Reply reply =
        controls
            .endpoints()
            .handle(
                new Request(
                    method,
                    path,
                    "",
                    all,
                    body.toString().getBytes(StandardCharsets.UTF_8),
                    controls.self()));
    return new Answer(reply.status(), Json.read(reply.body()));
  }

  /** A status and a body. */
  record Answer(int status, JsonNode json) {

    /** Its object; an empty one if it has none. */
    ObjectNode body() {
      return json instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** The items of its array; none if it has no array. */
    List<JsonNode> list() {
      return json.isArray() ? json.valueStream().toList() : List.of();
    }

    boolean good() {
      return status < 300;
    }

    /** What an error says. */
    String problem() {
      return body()
          .path("message")
          .asText(body().path("error_description").asText("status " + status));
    }
  }
}
