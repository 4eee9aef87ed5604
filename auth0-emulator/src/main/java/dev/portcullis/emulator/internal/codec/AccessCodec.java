package dev.portcullis.emulator.internal.codec;

import static dev.portcullis.emulator.internal.codec.ValueType.flag;
import static dev.portcullis.emulator.internal.codec.ValueType.text;
import static dev.portcullis.emulator.internal.codec.ValueType.textOrEmpty;
import static dev.portcullis.emulator.internal.codec.ValueType.texts;

import dev.portcullis.emulator.tenant.OrganizationDefinition;
import dev.portcullis.emulator.tenant.OrganizationDefinition.EnabledConnection;
import dev.portcullis.emulator.tenant.OrganizationDefinition.Member;
import dev.portcullis.emulator.tenant.RoleDefinition;
import dev.portcullis.emulator.tenant.RoleDefinition.Permission;
import java.util.List;
import java.util.Optional;

/** The roles and organizations of the tenant file. */
public final class AccessCodec {

  private static final SettingGroup<Permission, Permission> PERMISSION =
      SettingGroup.<Permission>of(
              Setting.of("resource_server_identifier", text(), Permission::api, Permission::withApi)
                  .required()
                  .described("The identifier of an API."),
              Setting.of("permission_name", text(), Permission::name, Permission::withName)
                  .required()
                  .described("One of its scopes."))
          .unusedInFile("resource_server_name", "description");

  /** A role. */
  public static final SettingGroup<RoleDefinition, RoleDefinition> ROLE =
      SettingGroup.<RoleDefinition>of(
          Setting.of(
                  "id",
                  text("^rol_[A-Za-z0-9]+$", "rol_ and letters or digits"),
                  RoleDefinition::id,
                  RoleDefinition::withId)
              .described("Default: derived from the name."),
          Setting.of("name", text(), RoleDefinition::name, RoleDefinition::withName).required(),
          Setting.of(
              "description",
              textOrEmpty(),
              RoleDefinition::description,
              RoleDefinition::withDescription),
          Setting.of(
              "permissions",
              list(PERMISSION, new Permission("", "")),
              RoleDefinition::permissions,
              RoleDefinition::withPermissions),
          Setting.of("users", texts(), RoleDefinition::users, RoleDefinition::withUsers)
              .described("Who has the role: user ids or e-mail addresses."));

  private static final SettingGroup<EnabledConnection, EnabledConnection> CONNECTION =
      SettingGroup.<EnabledConnection>of(
              Setting.of(
                      "connection_id",
                      text(),
                      EnabledConnection::connection,
                      EnabledConnection::withConnection)
                  .required()
                  .described("The id or the name of a connection."),
              Setting.of(
                      "assign_membership_on_login",
                      flag(),
                      EnabledConnection::assignsMembership,
                      EnabledConnection::withAssignsMembership)
                  .described("Whether a login makes the user a member. Default: false."),
              Setting.of(
                      "is_signup_enabled",
                      flag(),
                      EnabledConnection::allowsSignUp,
                      EnabledConnection::withAllowsSignUp)
                  .described("Whether users may sign up without an invitation. Default: false."))
          .unusedInFile("connection", "show_as_button");

  private static final SettingGroup<Member, Member> MEMBER =
      SettingGroup.<Member>of(
              Setting.of("user_id", text(), Member::user, Member::withUser)
                  .required()
                  .described("A user id or an e-mail address."),
              Setting.of("roles", texts(), Member::roles, Member::withRoles)
                  .described("What the user is in this organization: ids or names of roles."))
          .unusedInFile("name", "email", "picture");

  /** An organization. */
  public static final SettingGroup<OrganizationDefinition, OrganizationDefinition> ORGANIZATION =
      SettingGroup.<OrganizationDefinition>of(
              Setting.of(
                      "id",
                      text("^org_[A-Za-z0-9]+$", "org_ and letters or digits"),
                      OrganizationDefinition::id,
                      OrganizationDefinition::withId)
                  .described("Default: derived from the name."),
              Setting.of(
                      "name",
                      text("^[a-z0-9][a-z0-9_-]{0,49}$", "lower case, at most 50 characters"),
                      OrganizationDefinition::name,
                      OrganizationDefinition::withName)
                  .required(),
              Setting.of(
                  "display_name",
                  textOrEmpty(),
                  OrganizationDefinition::displayName,
                  OrganizationDefinition::withDisplayName),
              Setting.of(
                  "enabled_connections",
                  list(CONNECTION, EnabledConnection.of("")),
                  OrganizationDefinition::connections,
                  OrganizationDefinition::withConnections),
              Setting.of(
                  "members",
                  list(MEMBER, new Member("", List.of())),
                  OrganizationDefinition::members,
                  OrganizationDefinition::withMembers))
          .unusedInFile("branding", "metadata");

  private AccessCodec() {}

  private static <V> ValueType<List<V>> list(SettingGroup<V, V> group, V start) {
    return new ValueType.Items<>(
        at -> Optional.of(group.read(start, at)), group::fields, group.schema(), 0);
  }
}
