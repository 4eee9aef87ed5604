package dev.portcullis.emulator.tenant;

import java.util.List;

/**
 * The definition of a role: its permissions at the APIs, and the users who have it.
 *
 * @param id starts with {@code rol_}
 * @param users ids or e-mail addresses
 */
public record RoleDefinition(
    String id, String name, String description, List<Permission> permissions, List<String> users) {

  /** Copies the lists. */
  public RoleDefinition {
    permissions = List.copyOf(permissions);
    users = List.copyOf(users);
  }

  /** A role without permissions that nobody has. */
  public static RoleDefinition of(String id, String name) {
    return new RoleDefinition(id, name, "", List.of(), List.of());
  }

  /** With this id. */
  public RoleDefinition withId(String value) {
    return new RoleDefinition(value, name, description, permissions, users);
  }

  /** With this name. */
  public RoleDefinition withName(String value) {
    return new RoleDefinition(id, value, description, permissions, users);
  }

  /** With this description. */
  public RoleDefinition withDescription(String value) {
    return new RoleDefinition(id, name, value, permissions, users);
  }

  /** With these permissions. */
  public RoleDefinition withPermissions(List<Permission> value) {
    return new RoleDefinition(id, name, description, value, users);
  }

  /** Of these users, by id or e-mail address. */
  public RoleDefinition withUsers(List<String> value) {
    return new RoleDefinition(id, name, description, permissions, value);
  }

  /** A scope of an API. */
  public record Permission(String api, String name) {

    /** With this API, by identifier. */
    public Permission withApi(String value) {
      return new Permission(value, name);
    }

    /** With this scope. */
    public Permission withName(String value) {
      return new Permission(api, value);
    }
  }
}
