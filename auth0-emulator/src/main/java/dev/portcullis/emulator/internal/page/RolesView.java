package dev.portcullis.emulator.internal.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.page.ManagementCalls.Answer;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.tenant.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The roles: their permissions, and the users who have them. */
final class RolesView {

  private static final String ROLES = "/api/v2/roles";
  private static final int MOST = 100;

  private final EmulatorControls controls;
  private final ManagementCalls calls;

  RolesView(EmulatorControls controls) {
    this.controls = controls;
    this.calls = new ManagementCalls(controls);
  }

  void addTo(PageRouter router) {
    router.view(View.ROLES, query -> model());
    router.action(
        "/emulator/ui/add-permission",
        View.ROLES,
        (request, form) -> permission(form, "POST", "The role has the permission now."));
    router.action(
        "/emulator/ui/remove-permission",
        View.ROLES,
        (request, form) -> permission(form, "DELETE", "The permission is removed from the role."));
    router.action("/emulator/ui/assign-role", View.ROLES, this::assign);
    router.action("/emulator/ui/unassign-role", View.ROLES, this::unassign);
  }

  private FlashMessage permission(Form form, String method, String done) {
    String[] chosen = form.text("permission").orElse("").split(" ", 2);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("permissions")
        .addObject()
        .put("resource_server_identifier", chosen[0])
        .put("permission_name", chosen.length == 2 ? chosen[1] : "");
    return message(calls.call(method, path(form) + "/permissions", body), done);
  }

  private FlashMessage assign(Request request, Form form) {
    String email = form.text("user").orElse("");
    List<User> users =
        controls.users().all().stream()
            .filter(user -> user.userId().equals(email) || user.email().equalsIgnoreCase(email))
            .toList();
    if (users.size() != 1) {
      return FlashMessage.problem(
          users.isEmpty()
              ? "There is no user of this e-mail address or id."
              : "Several users have this e-mail address. Enter the user id.");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("users").add(users.getFirst().userId());
    return message(
        calls.call("POST", path(form) + "/users", body),
        users.getFirst().email() + " has the role now.");
  }

  private FlashMessage unassign(Request request, Form form) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("roles").add(form.text("role").orElse(""));
    return message(
        calls.call("DELETE", "/api/v2/users/" + form.text("user").orElse("") + "/roles", body),
        "The user no longer has the role.");
  }

  private static String path(Form form) {
    return ROLES + "/" + form.text("role").orElse("");
  }

  private static FlashMessage message(Answer answer, String done) {
    return answer.good() ? FlashMessage.done(done) : FlashMessage.problem(answer.problem());
  }

  private Map<String, Object> model() {
    List<Permission> offered =
        controls.tenant().get().apis().stream()
            .flatMap(api -> api.scopes().stream().map(scope -> permission(api, scope)))
            .toList();
    List<Card> cards = calls.list(ROLES).stream().map(role -> card(role, offered)).toList();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("roles", cards);
    model.put("none", cards.isEmpty());
    model.put(
        "emails", controls.users().all().stream().map(User::email).distinct().limit(MOST).toList());
    return model;
  }

  private Card card(JsonNode role, List<Permission> offered) {
    String id = role.path("id").asText();
    List<Permission> own =
        calls.list(ROLES + "/" + id + "/permissions").stream()
            .map(
                each ->
                    new Permission(
                        each.path("resource_server_identifier").asText(),
                        each.path("permission_name").asText()))
            .toList();
    List<Member> members =
        calls.list(ROLES + "/" + id + "/users").stream()
            .map(user -> new Member(user.path("user_id").asText(), user.path("email").asText()))
            .toList();
    Stream<Permission> others = offered.stream().filter(each -> !own.contains(each));
    return new Card(
        id,
        role.path("name").asText(),
        role.path("description").asText(),
        own,
        others.toList(),
        members);
  }

  private static Permission permission(Api api, String scope) {
    return new Permission(api.identifier(), scope);
  }

  record Permission(String api, String name) {}

  record Member(String userId, String email) {}

  record Card(
      String id,
      String name,
      String description,
      List<Permission> permissions,
      List<Permission> others,
      List<Member> members) {

    boolean anyOthers() {
      return !others.isEmpty();
    }
  }
}
