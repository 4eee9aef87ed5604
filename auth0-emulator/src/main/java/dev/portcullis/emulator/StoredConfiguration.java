package dev.portcullis.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.util.List;
import java.util.Optional;

/**
 * The tenant's configuration in the store: a tenant file without users, roles and organizations,
 * which have tables of their own.
 */
final class StoredConfiguration {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String KEY = "tenant";

  private final Table<String, JsonNode> table;
  private final EmulatorSettings settings;

  StoredConfiguration(Store store, EmulatorSettings given) {
    this.table = store.table("configuration", String.class, JsonNode.class);
    this.settings =
        Optional.ofNullable(table.load().get(KEY))
            .map(stored -> given.withTenant(TenantFile.restored(stored.toString())))
            .orElse(given);
    if (store.isNew()) {
      keep(settings.tenant());
    }
  }

  /** The given settings with the tenant that was stored, if there is one. */
  EmulatorSettings settings() {
    return settings;
  }

  void keep(TenantDefinition tenant) {
    TenantDefinition rest =
        tenant.toBuilder().users(List.of()).roles(List.of()).organizations(List.of()).build();
    table.put(KEY, MAPPER.valueToTree(settings.file(rest).fields()));
  }
}
