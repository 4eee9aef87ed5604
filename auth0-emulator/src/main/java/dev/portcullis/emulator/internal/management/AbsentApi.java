package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Router;
import java.util.List;

/**
 * What the tenant has none of: {@code GET /api/v2/network-acls}, {@code /api/v2/custom-domains} and
 * {@code /api/v2/actions/triggers/{id}/bindings} are empty, and tokens need the scope.
 */
public final class AbsentApi {

  private final ManagementEndpoint endpoint;

  /** Checks tokens with this endpoint. */
  public AbsentApi(ManagementEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    none(router, "network-acls", "read:network_acls");
    none(router, "custom-domains", "read:custom_domains");
    none(router, "actions/triggers/*/bindings", "read:actions");
  }

  private void none(Router router, String path, String scope) {
    router.on(
        "GET",
        "/api/v2/" + path,
        endpoint.read(scope, (request, query) -> Pagination.reply(query, "items", List.of())));
  }
}
