package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.TenantConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/v2/resource-servers}: the tenant's APIs, or the one of an identifier. */
public final class ResourceServersApi {

  private final TenantConfiguration tenant;
  private final ManagementEndpoint guarded;

  /** Shows this configuration. */
  public ResourceServersApi(TenantConfiguration tenant, ManagementEndpoint guarded) {
    this.tenant = tenant;
    this.guarded = guarded;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    router.on("GET", "/api/v2/resource-servers", guarded.read("read:resource_servers", this::list));
  }

  private Reply list(Request request, Parameters query) {
    Optional<String> identifier = query.text("identifiers");
    return Pagination.reply(
        query,
        "resource_servers",
        tenant.get().apis().stream()
            .filter(api -> identifier.orElse(api.identifier()).equals(api.identifier()))
            .map(ResourceServersApi::fields)
            .toList());
  }

  private static Map<String, Object> fields(Api api) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("identifier", api.identifier());
    fields.put("scopes", api.scopes().stream().map(scope -> Map.of("value", scope)).toList());
    fields.put("allow_offline_access", api.offlineAccess());
    fields.put("token_lifetime", api.tokenLifetime());
    fields.put("signing_alg", "RS256");
    fields.put("is_system", false);
    return fields;
  }
}
