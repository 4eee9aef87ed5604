package dev.portcullis.emulator.tenant;

import java.util.List;

/**
 * The definition of an organization.
 *
 * @param id starts with {@code org_}
 * @param name in lower case
 * @param displayName what people read; may be empty
 * @param connections what members log in through
 */
public record OrganizationDefinition(
    String id,
    String name,
    String displayName,
    List<EnabledConnection> connections,
    List<Member> members) {

  /** Copies the lists. */
  public OrganizationDefinition {
    connections = List.copyOf(connections);
    members = List.copyOf(members);
  }

  /** An organization without connections and members. */
  public static OrganizationDefinition of(String id, String name) {
    return new OrganizationDefinition(id, name, "", List.of(), List.of());
  }

  /** With this id. */
  public OrganizationDefinition withId(String value) {
    return new OrganizationDefinition(value, name, displayName, connections, members);
  }

  /** With this name. */
  public OrganizationDefinition withName(String value) {
    return new OrganizationDefinition(id, value, displayName, connections, members);
  }

  /** With this name for people. */
  public OrganizationDefinition withDisplayName(String value) {
    return new OrganizationDefinition(id, name, value, connections, members);
  }

  /** With these connections. */
  public OrganizationDefinition withConnections(List<EnabledConnection> value) {
    return new OrganizationDefinition(id, name, displayName, value, members);
  }

  /** With these members. */
  public OrganizationDefinition withMembers(List<Member> value) {
    return new OrganizationDefinition(id, name, displayName, connections, value);
  }

  /**
   * A connection, by id or name: whether a login through it makes the user a member, and whether
   * users may sign up without an invitation.
   */
  public record EnabledConnection(
      String connection, boolean assignsMembership, boolean allowsSignUp) {

    /** Through this connection, by id or name, only members log in. */
    public static EnabledConnection of(String connection) {
      return new EnabledConnection(connection, false, false);
    }

    /** With this connection. */
    public EnabledConnection withConnection(String value) {
      return new EnabledConnection(value, assignsMembership, allowsSignUp);
    }

    /** With or without membership for every user. */
    public EnabledConnection withAssignsMembership(boolean value) {
      return new EnabledConnection(connection, value, allowsSignUp);
    }

    /** With or without sign-up. */
    public EnabledConnection withAllowsSignUp(boolean value) {
      return new EnabledConnection(connection, assignsMembership, value);
    }
  }

  /** A user, by id or e-mail address, with roles by id or name. */
  public record Member(String user, List<String> roles) {

    /** Copies the roles. */
    public Member {
      roles = List.copyOf(roles);
    }

    /** With this user. */
    public Member withUser(String value) {
      return new Member(value, roles);
    }

    /** With these roles. */
    public Member withRoles(List<String> value) {
      return new Member(user, value);
    }
  }
}
