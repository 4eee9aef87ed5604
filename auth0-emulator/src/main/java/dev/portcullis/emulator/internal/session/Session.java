package dev.portcullis.emulator.internal.session;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A browser's session with the tenant.
 *
 * @param id the {@code sid} of id tokens
 * @param clients the applications that received tokens in it, by client id
 */
public record Session(
    String id,
    String userId,
    String connection,
    boolean multifactor,
    Instant authenticatedAt,
    Instant usedAt,
    List<String> clients) {

  /** Copies the list. */
  public Session {
    clients = List.copyOf(clients);
  }

  Session used(Instant now) {
    return new Session(id, userId, connection, multifactor, authenticatedAt, now, clients);
  }

  Session with(String clientId) {
    return new Session(
        id,
        userId,
        connection,
        multifactor,
        authenticatedAt,
        usedAt,
        Stream.concat(clients.stream(), Stream.of(clientId)).distinct().toList());
  }
}
