package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Ids;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.management.Pagination;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions, deployment and bindings of Actions; Actions are kept and never run. */
public final class ActionsApi {

  private static final List<String> TRIGGERS =
      List.of(
          "post-login",
          "credentials-exchange",
          "pre-user-registration",
          "post-user-registration",
          "post-change-password",
          "send-phone-message",
          "password-reset-post-challenge",
          "custom-email-provider",
          "custom-phone-provider",
          "custom-token-exchange",
          "event-stream");
  private static final String ACTIONS = "actions/actions/";
  private static final String VERSIONS = "/versions";
  private static final String BINDINGS = "bindings";
  private static final String DEPLOYED = "deployed_version";

  /** What a version has of its Action. */
  private static final List<String> CONTENT =
      List.of("code", "dependencies", "modules", "runtime", "secrets", "supported_triggers");

  private final Documents documents;
  private final ManagementEndpoint endpoint;
  private final Ids ids;

  /** Keeps them here. */
  public ActionsApi(Documents documents, ManagementEndpoint endpoint, SecureRandom random) {
    this.documents = documents;
    this.endpoint = endpoint;
    this.ids = new Ids(random);
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    new Routes(router, endpoint)
        .on("GET /actions/triggers", this::triggers)
        .on("GET /actions/triggers/{triggerId}/bindings", this::bindings)
        .on("PATCH /actions/triggers/{triggerId}/bindings", this::bind)
        .on("POST /actions/actions/{id}/deploy", this::deploy)
        .on("GET /actions/actions/{actionId}/versions", this::versions)
        .on("GET /actions/actions/{actionId}/versions/{id}", this::version)
        .on("POST /actions/actions/{actionId}/versions/{id}/deploy", this::rollBack);
  }

  private Reply triggers(Request request, Parameters query) {
    return Reply.json(
        200,
        Map.of(
            "triggers",
            TRIGGERS.stream()
                .map(
                    id ->
                        Map.of(
                            "id",
                            id,
                            "version",
                            "v3",
                            "status",
                            "CURRENT",
                            "default_runtime",
                            "node22",
                            "runtimes",
                            List.of("node18", "node22")))
                .toList()));
  }

  private Reply bindings(Request request, Parameters query) {
    return Pagination.reply(query, BINDINGS, shown(request), true);
  }

  /** The bindings with their Actions as these are now, without those of deleted Actions. */
  private List<Map<String, Object>> shown(Request request) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ObjectNode binding : bound(request)) {
      binding.remove("secrets");
      documents
          .get(ACTIONS + actionId(binding))
          .ifPresent(action -> all.add(Written.plain(binding.set("action", visible(action)))));
    }
    return all;
  }

  /** An Action as it is shown, with whether its deployed version has all of its changes. */
  static ObjectNode visible(ObjectNode action) {
    return Kinds.ACTIONS.visible(action).put("all_changes_deployed", isDeployed(action));
  }

  private List<ObjectNode> bound(Request request) {
    List<ObjectNode> bound = new ArrayList<>();
    documents
        .get(KeptApi.path(request))
        .ifPresent(
            kept ->
                kept.path(BINDINGS)
                    .forEach(
                        each -> {
                          if (each instanceof ObjectNode binding) {
                            bound.add(binding);
                          }
                        }));
    return bound;
  }

  private static String actionId(ObjectNode binding) {
    return binding.path("action").path("id").asText();
  }

  /** Replaces the bindings; an Action that stays bound keeps the id of its binding. */
  private Reply bind(Request request, Parameters query) {
    List<ObjectNode> before = bound(request);
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    ArrayNode bindings = kept.putArray(BINDINGS);
    for (JsonNode each : Json.tree(request).orElseThrow().path(BINDINGS)) {
      Optional<ObjectNode> action = action(each.path("ref").path("value").asText(), before);
      if (action.isEmpty()) {
        return KeptApi.missing("action");
      }
      String actionId = action.get().path("id").asText();
      ObjectNode binding = bindings.addObject();
      binding.put(
          "id",
          before.stream()
              .filter(old -> actionId(old).equals(actionId))
              .findFirst()
              .map(old -> old.path("id").asText())
              .orElseGet(() -> "bin_" + ids.text(16)));
      binding.put("trigger_id", request.segment(4));
      binding.put(
          "display_name", each.path("display_name").asText(action.get().path("name").asText()));
      binding.putObject("action").put("id", actionId);
      if (each.has("secrets")) {
        binding.set("secrets", each.path("secrets"));
      }
    }
    documents.put(KeptApi.path(request), kept);
    return Reply.json(200, Map.of(BINDINGS, shown(request)));
  }

  /** The Action of that id, name or binding. */
  private Optional<ObjectNode> action(String value, List<ObjectNode> bound) {
    return documents
        .get(ACTIONS + value)
        .or(
            () ->
                documents.below("actions/actions").values().stream()
                    .filter(each -> each.path("name").asText().equals(value))
                    .findFirst())
        .or(
            () ->
                bound.stream()
                    .filter(each -> each.path("id").asText().equals(value))
                    .findFirst()
                    .flatMap(each -> documents.get(ACTIONS + actionId(each))));
  }

  private Reply deploy(Request request, Parameters query) {
    String path = ACTIONS + request.segment(4);
    return documents
        .get(path)
        .map(action -> deployed(path, action, action))
        .orElseGet(() -> KeptApi.missing("action"));
  }

  /** The deployed version is a copy of the Action or of another version, with the next number. */
  private Reply deployed(String path, ObjectNode action, ObjectNode content) {
    Map<String, ObjectNode> before = documents.below(path + VERSIONS);
    before.forEach(
        (id, each) -> documents.put(path + VERSIONS + "/" + id, each.put("deployed", false)));
    ObjectNode version = content.deepCopy();
    version.remove(DEPLOYED);
    version.put("id", "ver_" + ids.text(16));
    version.put("number", before.size() + 1);
    version.put("deployed", true).put("status", "built");
    documents.put(path + VERSIONS + "/" + version.path("id").asText(), version);
    documents.put(path, action.set(DEPLOYED, version));
    return Reply.json(202, Kinds.ACTIONS.visible(version));
  }

  private static boolean isDeployed(ObjectNode action) {
    JsonNode deployed = action.path(DEPLOYED);
    return deployed.isObject()
        && CONTENT.stream().allMatch(name -> written(action, name).equals(written(deployed, name)));
  }

  private static JsonNode written(JsonNode content, String name) {
    JsonNode value = content.path(name);
    return value.isArray() && value.isEmpty() ? MissingNode.getInstance() : value;
  }

  private Reply versions(Request request, Parameters query) {
    return Pagination.reply(
        query,
        "versions",
        documents.below(KeptApi.path(request)).values().stream()
            .map(version -> Written.plain(Kinds.ACTIONS.visible(version)))
            .toList(),
        true);
  }

  private Reply version(Request request, Parameters query) {
    return documents
        .get(KeptApi.path(request))
        .map(version -> Reply.json(200, Kinds.ACTIONS.visible(version)))
        .orElseGet(() -> KeptApi.missing("version"));
  }

  private Reply rollBack(Request request, Parameters query) {
    String path = ACTIONS + request.segment(4);
    Optional<ObjectNode> version = documents.get(path + VERSIONS + "/" + request.segment(6));
    Optional<ObjectNode> action = documents.get(path);
    if (version.isEmpty() || action.isEmpty()) {
      return KeptApi.missing("version");
    }
    if (KeptApi.body(request).map(body -> body.path("update_draft").asBoolean()).orElse(false)) {
      for (String name : CONTENT) {
        JsonNode value = version.get().path(name);
        if (value.isMissingNode()) {
          action.get().remove(name);
        } else {
          action.get().set(name, value);
        }
      }
    }
    return deployed(path, action.get(), version.get());
  }
}
