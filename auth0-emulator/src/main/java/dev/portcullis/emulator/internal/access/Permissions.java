package dev.portcullis.emulator.internal.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.tenant.Api;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What users may do at an API: their own permissions and those of their roles; in an organization
 * also those of the roles that they have as its members.
 */
public final class Permissions {

  private final Documents documents;

  /** Reads the roles and permissions that were written here. */
  public Permissions(Documents documents) {
    this.documents = documents;
  }

  /** The user's permissions at the API, sorted; only those that the API still has. */
  public List<String> of(String userId, Optional<Organization> organization, Api api) {
    Stream<String> holders =
        Stream.concat(
            Stream.of("users/" + userId),
            roleIds(userId, organization).map(role -> "roles/" + role));
    return holders
        .flatMap(holder -> documents.below(holder + "/permissions").values().stream())
        .filter(each -> text(each, "resource_server_identifier").equals(api.identifier()))
        .map(each -> text(each, "permission_name"))
        .filter(api.scopes()::contains)
        .distinct()
        .sorted()
        .toList();
  }

  /** The names of the user's roles, sorted. */
  public List<String> roles(String userId, Optional<Organization> organization) {
    return roleIds(userId, organization)
        .flatMap(role -> documents.get("roles/" + role).stream())
        .map(role -> text(role, "name"))
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<String> roleIds(String userId, Optional<Organization> organization) {
    return Stream.concat(
            Stream.of("users/" + userId + "/roles"),
            organization.stream()
                .map(each -> "organizations/" + each.id() + "/members/" + userId + "/roles"))
        .map(documents::below)
        .map(Map::keySet)
        .flatMap(ids -> ids.stream());
  }

  private static String text(ObjectNode object, String name) {
    return object.path(name).asText();
  }
}
