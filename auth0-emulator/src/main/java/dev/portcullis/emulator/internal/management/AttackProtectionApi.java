package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.codec.AttackProtectionCodec;
import dev.portcullis.emulator.internal.codec.Setting;
import dev.portcullis.emulator.internal.codec.SettingGroup;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.Optional;

/** {@code /api/v2/attack-protection/*}; a change takes effect with the next request. */
public final class AttackProtectionApi {

  private static final String ROOT = "/api/v2/attack-protection/";
  private static final SettingGroup<TenantDefinition, TenantDefinition.Builder> ALL =
      AttackProtectionCodec.ATTACK_PROTECTION;

  private final TenantConfiguration tenant;
  private final ManagementEndpoint endpoint;

  /** Changes this configuration. */
  public AttackProtectionApi(TenantConfiguration tenant, ManagementEndpoint endpoint) {
    this.tenant = tenant;
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    ALL.settings().forEach(each -> add(router, each));
  }

  private void add(Router router, Setting<TenantDefinition, TenantDefinition.Builder> kind) {
    String path = ROOT + kind.key().replace('_', '-');
    router.on(
        "GET",
        path,
        endpoint.read("read:attack_protection", (request, query) -> shown(kind, tenant.get())));
    router.on(
        "PATCH",
        path,
        endpoint.write(
            "update:attack_protection",
            "Update " + kind.key().replace('_', ' ') + " settings",
            (request, query) -> changed(request, kind)));
  }

  private static Reply shown(
      Setting<TenantDefinition, TenantDefinition.Builder> kind, TenantDefinition tenant) {
    return Reply.json(200, kind.shown(tenant).orElseThrow());
  }

  private Reply changed(Request request, Setting<TenantDefinition, TenantDefinition.Builder> kind) {
    Payload payload = Payload.of(request).only(kind.writableKeys());
    try {
      return shown(
          kind,
          tenant.change(
              builder ->
                  kind.apply(builder, Optional.of(builder.build()), payload.under(kind.key()))));
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload("Payload validation error: '" + e.getMessage() + "'.");
    }
  }
}
