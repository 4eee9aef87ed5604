package dev.portcullis.emulator.token;

import dev.portcullis.emulator.seed.Api;
import dev.portcullis.emulator.seed.TenantSeed;
import java.util.List;
import java.util.Optional;

/** The {@code client_credentials} grant, for the Management API and the tenant's other APIs. */
final class ClientCredentialsGrant {

  private final TenantSeed seed;
  private final String managementAudience;
  private final Minter minter;

  ClientCredentialsGrant(TenantSeed seed, String managementAudience, Minter minter) {
    this.seed = seed;
    this.managementAudience = managementAudience;
    this.minter = minter;
  }

  Outcome exchange(Call call) {
    String audience = call.parameters().text("audience").orElse("");
    boolean management = audience.equals(managementAudience);
    Optional<Api> api = seed.api(audience);
    if (!management && api.isEmpty()) {
      return new Outcome.Refused(new Refusal.ServiceNotFound(audience));
    }
    List<String> allowed =
        management
            ? call.application().managementScopes()
            : call.application().apiGrants().getOrDefault(audience, List.of());
    if (allowed.isEmpty()) {
      return new Outcome.Refused(new Refusal.NoClientGrant(audience));
    }
    List<String> requested = call.requestedScope();
    List<String> missing = requested.stream().filter(scope -> !allowed.contains(scope)).toList();
    if (!missing.isEmpty()) {
      return new Outcome.Refused(new Refusal.ScopesNotGranted(missing));
    }
    int lifetime = api.map(Api::tokenLifetime).orElse(Api.DEFAULT_LIFETIME);
    List<String> granted = requested.isEmpty() ? allowed : requested;
    return new Outcome.Granted(
        minter.forMachine(call.application(), audience, lifetime, requested, granted));
  }
}
