package dev.portcullis.emulator.internal.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.OrganizationDefinition;
import dev.portcullis.emulator.tenant.OrganizationDefinition.EnabledConnection;
import dev.portcullis.emulator.tenant.OrganizationDefinition.Member;
import dev.portcullis.emulator.tenant.RoleDefinition;
import dev.portcullis.emulator.tenant.RoleDefinition.Permission;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Roles and organizations of a tenant's definition, as the Management API keeps them. */
public final class Definitions {

  private static final String ROLES = "roles";
  private static final String ORGANIZATIONS = "organizations";

  private final Documents documents;

  /** Reads and writes them here. */
  public Definitions(Documents documents) {
    this.documents = documents;
  }

  /** Whether definitions carry that document as a whole. */
  public static boolean isDefinition(String path) {
    return path.matches(
        "roles/.*|users/[^/]*/roles/.*|organizations/[^/]*/(members|enabled_connections)/.*");
  }

  /** Writes what a tenant starts with; what is kept besides of an organization stays. */
  public void write(TenantDefinition tenant) {
    for (RoleDefinition role : tenant.roles()) {
      String path = ROLES + "/" + role.id();
      ObjectNode document = object().put("id", role.id()).put("name", role.name());
      if (!role.description().isEmpty()) {
        document.put("description", role.description());
      }
      documents.put(path, document);
      for (Permission permission : role.permissions()) {
        documents.put(
            path + "/permissions/" + permissionKey(permission.api(), permission.name()),
            object()
                .put("resource_server_identifier", permission.api())
                .put("permission_name", permission.name()));
      }
      for (String user : role.users()) {
        documents.put("users/" + userId(tenant, user) + "/roles/" + role.id(), object());
      }
    }
    tenant.organizations().forEach(each -> write(tenant, each));
  }

  private void write(TenantDefinition tenant, OrganizationDefinition organization) {
    String path = ORGANIZATIONS + "/" + organization.id();
    ObjectNode document =
        documents
            .get(path)
            .orElseGet(Definitions::object)
            .put("id", organization.id())
            .put("name", organization.name());
    if (!organization.displayName().isEmpty()) {
      document.put("display_name", organization.displayName());
    }
    documents.put(path, document);
    for (EnabledConnection each : organization.connections()) {
      String id =
          tenant.connection(each.connection()).map(Connection::id).orElse(each.connection());
      documents.put(
          path + "/enabled_connections/" + id,
          object()
              .put("connection_id", id)
              .put("assign_membership_on_login", each.assignsMembership())
              .put("is_signup_enabled", each.allowsSignUp()));
    }
    for (Member member : organization.members()) {
      String at = path + "/members/" + userId(tenant, member.user());
      documents.put(at, object());
      member
          .roles()
          .forEach(role -> documents.put(at + "/roles/" + roleId(tenant, role), object()));
    }
  }

  /** The key of a permission in a list of permissions. */
  public static String permissionKey(String api, String name) {
    return (api + " " + name).replace('/', '|');
  }

  private static String userId(TenantDefinition tenant, String idOrEmail) {
    return tenant.users().stream()
        .filter(user -> user.email().equalsIgnoreCase(idOrEmail))
        .map(UserDefinition::userId)
        .findFirst()
        .orElse(idOrEmail);
  }

  private static String roleId(TenantDefinition tenant, String idOrName) {
    return tenant.roles().stream()
        .filter(role -> role.name().equals(idOrName))
        .map(RoleDefinition::id)
        .findFirst()
        .orElse(idOrName);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The roles as they are now, with permissions that this tenant still has; users by id. */
  public List<RoleDefinition> roles(TenantDefinition tenant) {
    List<String> paths = documents.paths();
    return documents.below(ROLES).entrySet().stream()
        .map(
            each ->
                new RoleDefinition(
                    each.getKey(),
                    text(each.getValue(), "name"),
                    text(each.getValue(), "description"),
                    documents.below(ROLES + "/" + each.getKey() + "/permissions").values().stream()
                        .map(
                            permission ->
                                new Permission(
                                    text(permission, "resource_server_identifier"),
                                    text(permission, "permission_name")))
                        .filter(
                            permission ->
                                tenant
                                    .api(permission.api())
                                    .filter(api -> api.scopes().contains(permission.name()))
                                    .isPresent())
                        .toList(),
                    users(paths, each.getKey())))
        .toList();
  }

  private static List<String> users(List<String> paths, String role) {
    String end = "/roles/" + role;
    return paths.stream()
        .filter(path -> path.startsWith("users/") && path.endsWith(end))
        .map(path -> path.substring("users/".length(), path.length() - end.length()))
        .toList();
  }

  /**
   * The organizations as they are now, with what this tenant still has; connections, users and
   * roles by id.
   */
  public List<OrganizationDefinition> organizations(TenantDefinition tenant) {
    return documents.below(ORGANIZATIONS).entrySet().stream()
        .map(each -> organization(tenant, each.getKey(), each.getValue()))
        .toList();
  }

  private OrganizationDefinition organization(
      TenantDefinition tenant, String id, ObjectNode document) {
    String path = ORGANIZATIONS + "/" + id;
    Stream<EnabledConnection> connections =
        documents.below(path + "/enabled_connections").entrySet().stream()
            .filter(
                each ->
                    tenant.connections().stream()
                        .anyMatch(connection -> connection.id().equals(each.getKey())))
            .map(
                each ->
                    new EnabledConnection(
                        each.getKey(),
                        each.getValue().path("assign_membership_on_login").asBoolean(),
                        each.getValue().path("is_signup_enabled").asBoolean()));
    Map<String, ObjectNode> members = documents.below(path + "/members");
    return new OrganizationDefinition(
        id,
        text(document, "name"),
        text(document, "display_name"),
        connections.toList(),
        members.keySet().stream()
            .filter(user -> tenant.users().stream().anyMatch(each -> each.userId().equals(user)))
            .map(
                user ->
                    new Member(
                        user,
                        documents.below(path + "/members/" + user + "/roles").keySet().stream()
                            .filter(role -> documents.has(ROLES + "/" + role))
                            .toList()))
            .toList());
  }

  private static String text(JsonNode object, String name) {
    return Objects.requireNonNullElse(object.path(name).textValue(), "");
  }
}
