package dev.portcullis.emulator.internal.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An invitation to an organization that is still valid.
 *
 * @param path where it is kept
 * @param email the address of the invited user
 * @param connectionId the connection that the user has to log in through, if one is set
 * @param roles what the user becomes as a member, by id
 */
public record Invitation(
    String path,
    String email,
    String clientId,
    Optional<String> connectionId,
    List<String> roles,
    Map<String, Object> userMetadata,
    Map<String, Object> appMetadata) {

  /** Copies the roles. */
  public Invitation {
    roles = List.copyOf(roles);
  }
}
