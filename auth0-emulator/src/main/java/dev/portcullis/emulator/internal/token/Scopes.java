package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.GrantType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which scopes a password grant gives. */
final class Scopes {

  static final String OFFLINE = "offline_access";
  static final List<String> OIDC = List.of("openid", "profile", "email", "address", "phone");

  private Scopes() {}

  /**
   * With none requested all scopes of the API, without an API the OpenID Connect ones; {@code
   * openid} alone stands for all of these. Otherwise what is requested, as far as an API in
   * question has it.
   */
  static List<String> granted(List<String> requested, Optional<Api> api, Application application) {
    if (requested.isEmpty()) {
      return api.map(Api::scopes).orElse(OIDC);
    }
    if (requested.equals(List.of("openid"))) {
      return OIDC;
    }
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
