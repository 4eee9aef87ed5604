package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.schema.Operations;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Auth0's auth0-deploy-cli with its default configuration, unchanged but for the number of
 * languages in the schema that it compiles before an import; in the profile {@code node-sdks}.
 */
@Tag("node")
class DeployCliTest {

  /** What moves from tenant to tenant, by the keys of auth0-deploy-cli; the manual lists them. */
  private static final List<String> KINDS =
      List.of(
          "actions",
          "attackProtection",
          "branding",
          "clientGrants",
          "clients",
          "connections",
          "customDomains",
          "databases",
          "emailProvider",
          "emailTemplates",
          "guardianFactorTemplates",
          "guardianFactors",
          "guardianPhoneFactorMessageTypes",
          "guardianPhoneFactorSelectedProvider",
          "guardianPolicies",
          "logStreams",
          "networkACLs",
          "organizations",
          "pages",
          "prompts",
          "resourceServers",
          "riskAssessment",
          "roles",
          "selfServiceProfiles",
          "supplementalSignals",
          "tenant",
          "themes",
          "triggers");

  private static final Path FIXTURE = Path.of("src/test/node/deploy/tenant.yaml").toAbsolutePath();

  /** One time for all tenants, so that their dates are equal. */
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.now());

  @TempDir private Path folder = Path.of(".");

  @BeforeAll
  static void install() throws Exception {
    NodeFolder.install();
  }

  @Test
  void the_demo_tenant_is_exported() throws Exception {
    try (Auth0Emulator emulator = start(TenantDefinition.demo())) {
      JsonNode exported = yaml(export(emulator, "demo").get("tenant.yaml"));

      assertThat(exported.at("/databases/0/name").textValue()).isEqualTo(DemoTenant.CONNECTION);
    }
  }

  @Test
  void a_tenant_is_the_same_after_an_import_and_a_second_import_changes_nothing() throws Exception {
    Map<String, String> exported;
    try (Auth0Emulator first = start(emptyTenant())) {
      load(first, FIXTURE);
      exported = export(first, "first");
    }
    assertThat(missing(yaml(Files.readString(FIXTURE)), yaml(exported.get("tenant.yaml"))))
        .isEmpty();

    try (Auth0Emulator second = start(emptyTenant())) {
      Path tenant = folder.resolve("first/tenant.yaml");
      load(second, tenant);
      JsonNode before = state(second);

      assertThat(export(second, "second")).isEqualTo(exported);
      load(second, tenant);
      assertThat(state(second)).isEqualTo(before);
    }
  }

  private static TenantDefinition emptyTenant() {
    return TenantDefinition.builder()
        .application(
            Application.confidential(
                    DemoTenant.MANAGEMENT_CLIENT_ID,
                    "Management",
                    AppType.NON_INTERACTIVE,
                    Secret.of(DemoTenant.MANAGEMENT_CLIENT_SECRET),
                    GrantType.CLIENT_CREDENTIALS)
                .withManagementScopes(Operations.table().scopes().toArray(String[]::new)))
        .build();
  }

  private Auth0Emulator start(TenantDefinition tenant) {
    return Auth0Emulator.start(
        TestSettings.at(CLOCK).withTenant(tenant).withTls(folder.resolve("tls")));
  }

  /** Every file of an export, by its path. */
  private Map<String, String> export(Auth0Emulator emulator, String name) throws Exception {
    Path target = folder.resolve(name);
    deploy(emulator, "export", "--format=yaml", "--output_folder=" + target);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(target).filter(Files::isRegularFile)) {
      for (Path file : all.toList()) {
        files.put(target.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  private static void load(Auth0Emulator emulator, Path tenant) throws Exception {
    deploy(emulator, "import", "--input_file=" + tenant);
  }

  private static void deploy(Auth0Emulator emulator, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                "--require=./deploy/languages.cjs",
                "node_modules/auth0-deploy-cli/lib/index.js"));
    command.addAll(List.of(arguments));
    String output =
        NodeFolder.run(
            Map.of(
                "AUTH0_DOMAIN",
                emulator.baseUri().getAuthority(),
                "AUTH0_CLIENT_ID",
                DemoTenant.MANAGEMENT_CLIENT_ID,
                "AUTH0_CLIENT_SECRET",
                DemoTenant.MANAGEMENT_CLIENT_SECRET,
                "NODE_EXTRA_CA_CERTS",
                emulator.caFile().orElseThrow().toString()),
            command.toArray(String[]::new));
    // A kind that cannot be read is left out of an export with no more than a warning.
    assertThat(output).doesNotContain("Unable to", "Cannot retrieve", "rror");
  }

  /** The tenant without the versions of its Actions: each import deploys, which makes one. */
  private static JsonNode state(Auth0Emulator emulator) {
    try (Client client = new Client(emulator.httpUri())) {
      JsonNode state = client.get("/emulator/state").json();
      ObjectNode documents = (ObjectNode) state.get("management_api");
      documents.properties().removeIf(each -> each.getKey().matches("actions/.*/versions/.*"));
      for (JsonNode action : documents.findParents("deployed_version")) {
        ((ObjectNode) action).remove("deployed_version");
      }
      return state;
    }
  }

  private static JsonNode yaml(String text) {
    return Client.JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  /** What a tenant has and its export has not; an object may have more. */
  private static List<String> missing(JsonNode given, JsonNode exported) {
    List<String> missing = new ArrayList<>();
    for (String kind : KINDS) {
      if (!given.has(kind)) {
        missing.add("given " + kind);
      }
      collect(kind, given.path(kind), exported.path(kind), missing);
    }
    return missing;
  }

  private static void collect(
      String path, JsonNode given, JsonNode exported, List<String> missing) {
    if (given.isObject()) {
      given
          .properties()
          .forEach(
              each ->
                  collect(
                      path + "." + each.getKey(),
                      each.getValue(),
                      exported.path(each.getKey()),
                      missing));
    } else if (given.isArray() && !given.isEmpty() && given.get(0).isObject()) {
      for (JsonNode item : given) {
        collect(path + "[" + name(item) + "]", item, named(exported, name(item)), missing);
      }
    } else if (!given.equals(exported)) {
      missing.add(path + ": " + exported + " (given: " + given + ")");
    }
  }

  private static String name(JsonNode item) {
    return Stream.of(
            "name", "identifier", "client_id", "template", "domain", "description", "value")
        .map(item::path)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst()
        .orElse("");
  }

  private static JsonNode named(JsonNode items, String name) {
    for (JsonNode item : items) {
      if (name(item).equals(name)) {
        return item;
      }
    }
    return JsonNodeFactory.instance.objectNode();
  }
}
