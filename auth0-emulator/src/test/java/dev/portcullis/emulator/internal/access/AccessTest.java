package dev.portcullis.emulator.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Organizations, invitations and permissions as the Management API writes them. */
class AccessTest {

  private static final Organization ACME = new Organization("org_1", "acme");
  private static final Organization OTHER = new Organization("org_2", "other");
  private static final Connection CONNECTION = Connection.of("con_1", "db");
  private static final String USER = "auth0|1";
  private static final TenantDefinition BY_ID = TenantDefinition.demo();
  private static final TenantDefinition BY_NAME = BY_ID.toBuilder().organizationNames(true).build();

  private final TestClock clock = new TestClock();
  private final Documents documents = new Documents(Store.inMemory());
  private final Organizations organizations = new Organizations(documents);
  private final Permissions permissions = new Permissions(documents);

  @BeforeEach
  void found() {
    put("organizations/org_1", "name", "acme");
    put("organizations/org_2", "name", "other");
  }

  @Test
  void an_organization_is_found_by_its_name_only_where_the_tenant_allows_it() {
    assertThat(organizations.find(BY_ID, "org_1")).contains(ACME);
    assertThat(organizations.find(BY_ID, "acme")).isEmpty();
    assertThat(organizations.find(BY_NAME, "Acme")).contains(ACME);
    assertThat(organizations.find(BY_NAME, "org_2")).contains(OTHER);
    assertThat(organizations.find(BY_NAME, "nobody")).isEmpty();
    assertThat(Organizations.claims(BY_ID, ACME)).isEqualTo(Map.of("org_id", "org_1"));
    assertThat(Organizations.claims(BY_NAME, ACME))
        .isEqualTo(Map.of("org_id", "org_1", "org_name", "acme"));
  }

  /** The newer list is {@code enabled_connections}; a dash is no entry. */
  @ParameterizedTest
  @CsvSource({
    "-,     -,     false",
    "-,     true,  true",
    "true,  -,     true",
    "false, true,  false",
    "true,  false, true",
    "-,     false, false"
  })
  void the_newer_list_of_connections_decides(String newer, String older, boolean has) {
    enable("enabled_connections", newer);
    enable("connections", older);

    assertThat(organizations.has(ACME, CONNECTION)).isEqualTo(has);
    assertThat(organizations.has(ACME, Connection.of("con_2", "db"))).isFalse();
    assertThat(organizations.has(OTHER, CONNECTION)).isFalse();
  }

  private void enable(String list, String enabled) {
    if (!enabled.equals("-")) {
      documents.put(
          "organizations/org_1/" + list + "/con_1",
          object().put("is_enabled", Boolean.parseBoolean(enabled)));
    }
  }

  @Test
  void a_flag_of_a_connection_counts_only_while_the_connection_is_enabled() {
    ObjectNode flags =
        object().put("is_signup_enabled", true).put("assign_membership_on_login", true);
    documents.put(
        "organizations/org_1/enabled_connections/con_1", flags.deepCopy().put("is_enabled", false));
    documents.put("organizations/org_2/enabled_connections/con_1", flags);

    assertThat(organizations.allowsSignUp(ACME, CONNECTION)).isFalse();
    assertThat(organizations.allowsSignUp(OTHER, CONNECTION)).isTrue();
    assertThat(organizations.admit(ACME, Optional.of(CONNECTION), USER))
        .contains(new Refusal.NotAMember(USER, "org_1"));
    assertThat(organizations.admit(OTHER, Optional.empty(), USER))
        .contains(new Refusal.NotAMember(USER, "org_2"));
    assertThat(organizations.admit(OTHER, Optional.of(CONNECTION), USER)).isEmpty();
    assertThat(organizations.of(USER)).containsExactly(OTHER);
  }

  @Test
  void who_joins_again_keeps_the_roles_and_gets_more() {
    organizations.join(ACME, USER, List.of("rol_1"));
    organizations.join(OTHER, USER, List.of());

    organizations.join(ACME, USER, List.of("rol_2"));

    assertThat(documents.below("organizations/org_1/members/auth0|1/roles"))
        .containsOnlyKeys("rol_1", "rol_2");
    assertThat(organizations.of(USER)).containsExactly(ACME, OTHER);
    assertThat(organizations.isMember(ACME, "auth0|2")).isFalse();
  }

  @Test
  void permissions_are_a_users_own_and_those_of_roles_at_that_api_each_once_and_sorted() {
    Api api = Api.of("https://api.example.com").withScopes(List.of("a", "b", "c", "d"));
    put("roles/rol_1", "name", "Zeta");
    put("roles/rol_2", "name", "Alpha");
    permit("users/" + USER, api, "c");
    permit("roles/rol_1", api, "a");
    permit("roles/rol_1", api, "c");
    permit("roles/rol_1", api, "gone");
    permit("roles/rol_1", Api.of("https://other.example.com"), "b");
    permit("roles/rol_2", api, "d");
    documents.put("users/" + USER + "/roles/rol_1", object());
    documents.put("users/" + USER + "/roles/rol_deleted", object());
    documents.put("organizations/org_1/members/" + USER + "/roles/rol_2", object());

    assertThat(permissions.of(USER, Optional.empty(), api)).containsExactly("a", "c");
    assertThat(permissions.of(USER, Optional.of(ACME), api)).containsExactly("a", "c", "d");
    assertThat(permissions.of(USER, Optional.of(OTHER), api)).containsExactly("a", "c");
    assertThat(permissions.of("auth0|2", Optional.of(ACME), api)).isEmpty();
    assertThat(permissions.roles(USER, Optional.empty())).containsExactly("Zeta");
    assertThat(permissions.roles(USER, Optional.of(ACME))).containsExactly("Alpha", "Zeta");
  }

  private void permit(String holder, Api api, String name) {
    documents.put(
        holder + "/permissions/" + Definitions.permissionKey(api.identifier(), name),
        object().put("resource_server_identifier", api.identifier()).put("permission_name", name));
  }

  @Test
  void an_invitation_is_found_by_its_ticket_in_its_organization_until_it_expires() {
    Invitations invitations = new Invitations(documents, clock);
    ObjectNode invitation =
        object()
            .put("ticket_id", "ticket")
            .put("expires_at", clock.instant().plus(Duration.ofDays(7)).toString())
            .put("client_id", "client");
    invitation.putObject("invitee").put("email", "bob@example.com");
    invitation.putArray("roles").add("rol_1");
    invitation.putObject("user_metadata").put("a", 1);
    documents.put("organizations/org_1/invitations/uinv_1", invitation);
    clock.advance(Duration.ofDays(7).minusNanos(1));

    Optional<Invitation> found = invitations.find(ACME, "ticket");

    assertThat(found)
        .contains(
            new Invitation(
                "organizations/org_1/invitations/uinv_1",
                "bob@example.com",
                "client",
                Optional.empty(),
                List.of("rol_1"),
                Map.of("a", 1),
                Map.of()));
    assertThat(invitations.find(ACME, "other")).isEmpty();
    assertThat(invitations.find(OTHER, "ticket")).isEmpty();
    clock.advance(Duration.ofNanos(1));
    assertThat(invitations.find(ACME, "ticket")).isEmpty();
    invitations.remove(found.orElseThrow());
    assertThat(documents.has("organizations/org_1/invitations/uinv_1")).isFalse();
  }

  private void put(String path, String name, String value) {
    documents.put(path, object().put(name, value));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
