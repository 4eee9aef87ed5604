package dev.portcullis.emulator.tenantfile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.AccessCodec;
import dev.portcullis.emulator.internal.codec.ApplicationCodec;
import dev.portcullis.emulator.internal.codec.AttackProtectionCodec;
import dev.portcullis.emulator.internal.codec.SettingGroup;
import dev.portcullis.emulator.internal.codec.TenantCodec;
import dev.portcullis.emulator.internal.codec.UserCodec;

/** The JSON Schema of tenant files, made from the codec's descriptions. */
final class TenantFileSchema {

  private TenantFileSchema() {}

  static ObjectNode tree() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "https://portcullis.dev/emulator/tenant.schema.json");
    schema.put("title", "a tenant of the Auth0 emulator");
    schema.put(
        "description",
        "The keys are those of Auth0's Management API, so its responses can be pasted. Keys"
            + " described as \"Not used\" are accepted and ignored; any other unknown key is an"
            + " error.");
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    properties
        .putObject("$schema")
        .put("type", "string")
        .put("description", "For editors; not used.");
    properties.set(
        "tenant", described(TenantCodec.TENANT.schema(), "As /api/v2/tenants/settings."));
    list(properties, "clients", ApplicationCodec.APPLICATION, "As /api/v2/clients.");
    list(properties, "client_grants", TenantCodec.CLIENT_GRANT, "As /api/v2/client-grants.");
    list(properties, "resource_servers", TenantCodec.API, "The APIs, as /api/v2/resource-servers.");
    list(
        properties,
        "connections",
        TenantCodec.CONNECTION,
        "Database connections, as /api/v2/connections.");
    list(properties, "users", UserCodec.USER, "As /api/v2/users.");
    list(properties, "roles", AccessCodec.ROLE, "As /api/v2/roles, with permissions and users.");
    list(
        properties,
        "organizations",
        AccessCodec.ORGANIZATION,
        "As /api/v2/organizations, with connections and members.");
    properties.set(
        "attack_protection",
        described(
            AttackProtectionCodec.ATTACK_PROTECTION.schema(),
            "As /api/v2/attack-protection/*; absent settings have Auth0's defaults."));
    properties.set("emulator", emulator());
    properties
        .putObject(TenantFile.MANAGEMENT_OBJECTS)
        .put("type", "object")
        .put(
            "description",
            "What an export has of the Management API beside the keys above: objects by their"
                + " paths. Not meant to be written by hand.")
        .putObject("additionalProperties")
        .put("type", "object");
    return schema;
  }

  private static ObjectNode emulator() {
    ObjectNode schema =
        described(TenantCodec.EMULATOR.schema(), "Settings that no API of Auth0 has.");
    schema
        .withObjectProperty("properties")
        .setAll((ObjectNode) TenantCodec.OPTIONS.schema().get("properties"));
    return schema;
  }

  private static void list(
      ObjectNode properties, String key, SettingGroup<?, ?> item, String description) {
    ObjectNode list = properties.putObject(key).put("type", "array");
    list.set("items", item.schema());
    list.put("description", description);
  }

  private static ObjectNode described(ObjectNode schema, String description) {
    return schema.put("description", description);
  }
}
