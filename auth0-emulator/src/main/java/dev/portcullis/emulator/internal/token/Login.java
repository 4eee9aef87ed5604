package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.rules.CustomClaims;
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
    Optional<BrowserSession> session,
    Optional<Organization> organization,
    CustomClaims claims) {

  /** Without a browser's session, an organization and custom claims. */
  static Login of(
      Application application,
      User user,
      Optional<Api> api,
      List<String> requested,
      List<String> granted) {
    return new Login(
        application,
        user,
        api,
        requested,
        granted,
        Optional.empty(),
        Optional.empty(),
        CustomClaims.NONE);
  }

  Login in(Optional<BrowserSession> value) {
    return new Login(application, user, api, requested, granted, value, organization, claims);
  }

  Login within(Optional<Organization> value) {
    return new Login(application, user, api, requested, granted, session, value, claims);
  }

  Login with(CustomClaims value) {
    return new Login(application, user, api, requested, granted, session, organization, value);
  }

  String audience() {
    return api.map(Api::identifier).orElse("");
  }

  /**
   * The session of a hosted login: its {@code sid}, the {@code nonce} of the request if it had one,
   * and {@code auth_time} if the id token has to tell it.
   */
  record BrowserSession(String id, Optional<String> nonce, Optional<Instant> authenticatedAt) {}
}
