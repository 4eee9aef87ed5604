package dev.portcullis.emulator.internal.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.OrganizationUsage;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The organizations, their connections and their members. */
public final class Organizations {

  private static final String ALL = "organizations";

  private final Documents documents;

  /** Reads and changes the organizations that were written here. */
  public Organizations(Documents documents) {
    this.documents = documents;
  }

  /**
   * Why a request of this application may not name this organization, or has to name one; a request
   * without one is for the caller to complete if users are asked for it.
   *
   * @param parameter the id, or the name if the tenant allows it
   */
  public Optional<Refusal> problem(
      TenantDefinition tenant, Application application, Optional<String> parameter) {
    if (parameter.isEmpty()) {
      return application.organizationUsage() == OrganizationUsage.REQUIRE
          ? Optional.of(new Refusal.OrganizationRequired())
          : Optional.empty();
    }
    if (application.organizationUsage() == OrganizationUsage.DENY) {
      return Optional.of(new Refusal.OrganizationNotAllowed());
    }
    if (!parameter.get().startsWith("org_") && !tenant.organizationNames()) {
      return Optional.of(new Refusal.OrganizationIsNoId());
    }
    return find(tenant, parameter.get()).isPresent()
        ? Optional.empty()
        : Optional.of(new Refusal.UnknownOrganization());
  }

  /** The organization of that id, or of that name if the tenant allows it. */
  public Optional<Organization> find(TenantDefinition tenant, String idOrName) {
    Optional<Organization> found = byId(idOrName);
    return found.isPresent() || !tenant.organizationNames() ? found : byName(idOrName);
  }

  /** The organization of that id. */
  public Optional<Organization> byId(String id) {
    return documents.get(ALL + "/" + id).map(document -> organization(id, document));
  }

  /** The organization of that name; case does not matter. */
  public Optional<Organization> byName(String name) {
    return documents.below(ALL).entrySet().stream()
        .map(each -> organization(each.getKey(), each.getValue()))
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst();
  }

  private static Organization organization(String id, ObjectNode document) {
    return new Organization(id, document.path("name").asText());
  }

  /** The organizations that the user is a member of, in the order of their creation. */
  public List<Organization> of(String userId) {
    return documents.below(ALL).entrySet().stream()
        .map(each -> organization(each.getKey(), each.getValue()))
        .filter(each -> isMember(each, userId))
        .toList();
  }

  /** Whether the user is a member. */
  public boolean isMember(Organization organization, String userId) {
    return documents.has(path(organization) + "/members/" + userId);
  }

  /** Makes the user a member, with these roles by id. */
  public void join(Organization organization, String userId, List<String> roles) {
    String member = path(organization) + "/members/" + userId;
    ObjectNode empty = JsonNodeFactory.instance.objectNode();
    if (!documents.has(member)) {
      documents.put(member, empty);
    }
    roles.forEach(role -> documents.put(member + "/roles/" + role, empty));
  }

  /**
   * Why the user of a right password may not log in to the organization. A connection that assigns
   * membership makes the user a member.
   */
  public Optional<Refusal> admit(
      Organization organization, Optional<Connection> connection, String userId) {
    if (isMember(organization, userId)) {
      return Optional.empty();
    }
    if (connection
        .filter(each -> enabled(organization, each, "assign_membership_on_login"))
        .isPresent()) {
      join(organization, userId, List.of());
      return Optional.empty();
    }
    return Optional.of(new Refusal.NotAMember(userId, organization.id()));
  }

  /** Whether members log in through the connection. */
  public boolean has(Organization organization, Connection connection) {
    return enabledAs(organization, connection).isPresent();
  }

  /** Whether users who have no invitation may sign up through the connection. */
  public boolean allowsSignUp(Organization organization, Connection connection) {
    return enabled(organization, connection, "is_signup_enabled");
  }

  private boolean enabled(Organization organization, Connection connection, String flag) {
    return enabledAs(organization, connection)
        .filter(each -> each.path(flag).asBoolean())
        .isPresent();
  }

  /** Auth0 has two lists of them; the newer one can switch a connection off. */
  private Optional<ObjectNode> enabledAs(Organization organization, Connection connection) {
    return documents
        .get(path(organization) + "/enabled_connections/" + connection.id())
        .or(() -> documents.get(path(organization) + "/connections/" + connection.id()))
        .filter(each -> each.path("is_enabled").asBoolean(true));
  }

  /** The claims of a token about the organization. */
  public static Map<String, Object> claims(TenantDefinition tenant, Organization organization) {
    return tenant.organizationNames()
        ? Map.of("org_id", organization.id(), "org_name", organization.name())
        : Map.of("org_id", organization.id());
  }

  private static String path(Organization organization) {
    return ALL + "/" + organization.id();
  }
}
