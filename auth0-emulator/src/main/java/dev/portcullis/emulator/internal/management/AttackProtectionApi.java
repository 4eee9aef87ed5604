package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.codec.AttackProtectionCodec;
import dev.portcullis.emulator.internal.codec.Setting;
import dev.portcullis.emulator.internal.codec.SettingGroup;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /api/v2/attack-protection/*}; a change takes effect with the next request. */
public final class AttackProtectionApi {

  private static final String ROOT = "/api/v2/attack-protection/";
  private static final SettingGroup<TenantDefinition, TenantDefinition.Builder> ALL =
      AttackProtectionCodec.ATTACK_PROTECTION;

  private final TenantConfiguration tenant;
  private final Written written;
  private final ManagementEndpoint endpoint;

  /** Changes this configuration, and keeps here what it does not have. */
  public AttackProtectionApi(
      TenantConfiguration tenant, Documents documents, ManagementEndpoint endpoint) {
    this.tenant = tenant;
    this.written = new Written(documents);
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

  private Reply shown(
      Setting<TenantDefinition, TenantDefinition.Builder> kind, TenantDefinition tenant) {
    return Reply.json(200, written.shown(path(kind), fields(kind, tenant)));
  }

  private static Map<String, Object> fields(
      Setting<TenantDefinition, TenantDefinition.Builder> kind, TenantDefinition tenant) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (kind.shown(tenant).orElseThrow() instanceof Map<?, ?> shown) {
      shown.forEach((key, value) -> fields.put(String.valueOf(key), value));
    }
    return fields;
  }

  private static String path(Setting<TenantDefinition, TenantDefinition.Builder> kind) {
    return "attack-protection/" + kind.key();
  }

  private Reply changed(Request request, Setting<TenantDefinition, TenantDefinition.Builder> kind) {
    Payload payload = Payload.of(request);
    try {
      TenantDefinition after =
          tenant.change(
              builder ->
                  kind.apply(builder, Optional.of(builder.build()), payload.under(kind.key())));
      written.put(path(kind), payload.node(), fields(kind, after));
      return shown(kind, after);
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload("Payload validation error: '" + e.getMessage() + "'.");
    }
  }
}
