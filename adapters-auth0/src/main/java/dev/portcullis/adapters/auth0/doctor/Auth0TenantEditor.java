package dev.portcullis.adapters.auth0.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.adapters.auth0.management.ManagementApi;
import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.remedy.Change;
import dev.portcullis.doctor.remedy.Change.EnableConnection;
import dev.portcullis.doctor.remedy.Change.Patch;
import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.Edit;
import dev.portcullis.doctor.remedy.Edit.Value;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/** Makes each change with one PATCH. */
final class Auth0TenantEditor implements TenantEditor {

  private final ManagementApi api;
  private final ManagementCalls calls;

  Auth0TenantEditor(ManagementApi api, ManagementCalls calls) {
    this.api = api;
    this.calls = calls;
  }

  @Override
  public Option<String> make(Change change) {
    return switch (change) {
      case EnableConnection it ->
          calls.write(
              "update:connections",
              token -> api.enable(token, it.connectionId(), enabling(it.clientId())));
      case Patch(Target.OfApplication(var id, var name), var edits) ->
          calls.write("update:clients", token -> api.patchClient(token, id, body(edits)));
      case Patch(Target.OfTenant(), var edits) ->
          calls.write("update:tenant_settings", token -> api.patchSettings(token, body(edits)));
      case Patch(Target.OfProtection part, var edits) ->
          calls.write(
              "update:attack_protection",
              token -> api.patchProtection(token, part.path(), body(edits)));
    };
  }

  private static ArrayNode enabling(String clientId) {
    ArrayNode array = ManagementCalls.JSON.createArrayNode();
    array.addObject().put("client_id", clientId).put("status", true);
    return array;
  }

  static ObjectNode body(Seq<Edit> edits) {
    ObjectNode body = ManagementCalls.JSON.createObjectNode();
    for (Edit edit : edits) {
      ObjectNode at = body;
      String[] path = edit.path().split("\\.", -1);
      for (int i = 0; i < path.length - 1; i++) {
        at = at.withObjectProperty(path[i]);
      }
      put(at, path[path.length - 1], edit.after());
    }
    return body;
  }

  private static void put(ObjectNode node, String name, Value value) {
    switch (value) {
      case Value.Unset() -> node.putNull(name);
      case Value.Flag(var flag) -> node.put(name, flag);
      case Value.Text(var text) -> node.put(name, text);
      case Value.Count(var number) -> node.put(name, number);
      case Value.Texts(var texts) -> texts.forEach(node.putArray(name)::add);
    }
  }
}
