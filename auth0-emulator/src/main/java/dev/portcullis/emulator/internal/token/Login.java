package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An authenticated user, and what the application is granted; {@code session} is absent if no
 * browser took part.
 */
record Login(
    Application application,
    User user,
    Optional<Api> api,
    List<String> requested,
    List<String> granted,
    Optional<BrowserSession> session) {

  String audience() {
    return api.map(Api::identifier).orElse("");
  }

  /**
   * The session of a hosted login: its {@code sid}, the {@code nonce} of the request if it had one,
   * and {@code auth_time} if the id token has to tell it.
   */
  record BrowserSession(String id, Optional<String> nonce, Optional<Instant> authenticatedAt) {}
}
