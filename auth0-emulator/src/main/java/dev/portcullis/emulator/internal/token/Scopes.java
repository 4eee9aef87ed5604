package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.GrantType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scopes that a login grants. */
final class Scopes {

  static final String OFFLINE = "offline_access";
  static final List<String> OIDC = List.of("openid", "profile", "email", "address", "phone");

  private Scopes() {}

  /**
   * For a password grant. Without a requested scope: all scopes of the API, or the OpenID Connect
   * scopes if there is no API; {@code openid} alone means all OpenID Connect scopes. Otherwise the
   * requested scopes that the API has.
   */
  static List<String> granted(List<String> requested, Optional<Api> api, Application application) {
    if (requested.isEmpty()) {
      return api.map(Api::scopes).orElse(OIDC);
    }
    if (requested.equals(List.of("openid"))) {
      return OIDC;
    }
    return asRequested(requested, api, application);
  }

  /** The requested scopes that the API has, as a hosted login grants them. */
  static List<String> asRequested(
      List<String> requested, Optional<Api> api, Application application) {
    boolean offline =
        application.grantTypes().contains(GrantType.REFRESH_TOKEN)
            && api.map(Api::offlineAccess).orElse(true);
    Stream<String> distinct = requested.stream().distinct();
    return distinct
        .filter(
            scope ->
                scope.equals(OFFLINE)
                    ? offline
                    : api.isEmpty() || OIDC.contains(scope) || api.get().scopes().contains(scope))
        .toList();
  }
}
