package dev.portcullis.emulator.internal.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A browser's session with the tenant.
 *
 * @param id the {@code sid} of id tokens
 * @param clients the applications that received tokens in it, by client id
 * @param first the browser at the login
 * @param last the browser when the session was last used
 */
public record Session(
    String id,
    String userId,
    String connection,
    boolean multifactor,
    Instant authenticatedAt,
    Instant usedAt,
    List<String> clients,
    Optional<Device> first,
    Optional<Device> last) {

  /** Where a browser was seen. */
  public record Device(String address, String userAgent) {}

  /** Copies the list. */
  public Session {
    clients = List.copyOf(clients);
  }

  Session used(Instant now, Device device) {
    return new Session(
        id,
        userId,
        connection,
        multifactor,
        authenticatedAt,
        now,
        clients,
        first,
        Optional.of(device));
  }

  Session with(String clientId) {
    return new Session(
        id,
        userId,
        connection,
        multifactor,
        authenticatedAt,
        usedAt,
        Stream.concat(clients.stream(), Stream.of(clientId)).distinct().toList(),
        first,
        last);
  }
}
