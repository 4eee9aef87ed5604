package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.codec.TenantCodec;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import java.util.Optional;

/** {@code GET /api/v2/resource-servers}: the tenant's APIs, or the one of an identifier. */
public final class ResourceServersApi {

  private final TenantConfiguration tenant;
  private final ManagementEndpoint endpoint;

  /** Shows this configuration. */
  public ResourceServersApi(TenantConfiguration tenant, ManagementEndpoint endpoint) {
    this.tenant = tenant;
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    router.on(
        "GET", "/api/v2/resource-servers", endpoint.read("read:resource_servers", this::list));
  }

  private Reply list(Request request, Parameters query) {
    Optional<String> identifier = query.text("identifiers");
    return Pagination.reply(
        query,
        "resource_servers",
        tenant.get().apis().stream()
            .filter(api -> identifier.orElse(api.identifier()).equals(api.identifier()))
            .map(TenantCodec.API::shown)
            .toList());
  }
}
