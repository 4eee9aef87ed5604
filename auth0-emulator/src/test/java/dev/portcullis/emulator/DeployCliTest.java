package dev.portcullis.emulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Auth0's auth0-deploy-cli, unchanged, with its default configuration. */
@Tag("node")
class DeployCliTest {

  private static final String TENANT = "tenant.yaml";
  private static final Path FIXTURE = Path.of("src/test/node/deploy/tenant.yaml").toAbsolutePath();

  /** One time for all tenants, so that their dates are equal. */
  private final InstantSource clock = InstantSource.fixed(Instant.now());

  @TempDir private Path folder = Path.of(".");

  @BeforeAll
  static void install() throws Exception {
    NodeFolder.install();
  }

  @Test
  void a_tenant_is_the_same_after_an_import_and_a_second_import_changes_nothing() throws Exception {
    Map<String, String> exported;
    try (Auth0Emulator first = start(TenantDefinition.demo())) {
      load(first, FIXTURE);
      exported = export(first, "first");
    }
    JsonNode tenant = yaml(text(exported, TENANT));
    assertThat(missing(exported)).isEmpty();
    assertThat(named(tenant.get("databases"), DemoTenant.CONNECTION)).isNotEmpty();

    try (Auth0Emulator second = start(emptyTenant())) {
      Path file = folder.resolve("first").resolve(TENANT);
      load(second, file);
      JsonNode before = state(second);
      Map<String, String> again = export(second, "second");

      assertThat(yaml(text(again, TENANT))).isEqualTo(withDefaultsOfTheTool(tenant));
      again.remove(TENANT);
      exported.remove(TENANT);
      assertThat(again).isEqualTo(exported);
      load(second, file);
      assertThat(state(second)).isEqualTo(before);
    }
  }

  @Test
  void the_manual_names_each_kind_that_moves() throws Exception {
    String manual = Files.readString(Path.of("../docs/how-to/emulator.md"));
    String moves = manual.lines().filter(line -> line.startsWith("| Moves |")).findFirst().get();

    assertThat(Pattern.compile("`(\\w+)`").matcher(moves).results().map(each -> each.group(1)))
        .containsExactlyElementsOf(new TreeSet<>(keys(fixture())));
  }

  private static List<String> keys(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode fixture() throws IOException {
    return yaml(Files.readString(FIXTURE));
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
        TestSettings.at(clock).withTenant(tenant).withTls(folder.resolve("tls")));
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
        new ArrayList<>(List.of("node", "node_modules/auth0-deploy-cli/lib/index.js"));
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
    assertThat(output).doesNotContain("Unable to", "Cannot retrieve", "error\u001b");
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

  /** An import adds this option to a database, also to one of a real tenant. */
  private static JsonNode withDefaultsOfTheTool(JsonNode tenant) {
    for (JsonNode database : tenant.get("databases")) {
      ((ObjectNode) database.get("options"))
          .putIfAbsent("disable_self_service_change_password", BooleanNode.FALSE);
    }
    return tenant;
  }

  private static String text(Map<String, String> exported, String file) {
    return requireNonNull(exported.get(file), file);
  }

  private static JsonNode yaml(String text) {
    return Client.JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  /** What the fixture has and its export has not; an object may have more. */
  private static List<String> missing(Map<String, String> exported) throws IOException {
    List<String> missing = new ArrayList<>();
    collect("", fixture(), yaml(text(exported, TENANT)), exported, missing);
    return missing;
  }

  private static void collect(
      String path,
      JsonNode given,
      JsonNode found,
      Map<String, String> exported,
      List<String> missing)
      throws IOException {
    if (given.isObject()) {
      for (Map.Entry<String, JsonNode> each : given.properties()) {
        String key = each.getKey();
        collect(path + "." + key, each.getValue(), found.path(key), exported, missing);
      }
    } else if (given.isArray() && !given.isEmpty() && given.get(0).isObject()) {
      for (JsonNode item : given) {
        collect(path + "[" + name(item) + "]", item, named(found, name(item)), exported, missing);
      }
    } else if (!withContent(given, file -> Files.readString(FIXTURE.resolveSibling(file)))
        .equals(withContent(found, file -> text(exported, file)))) {
      missing.add(path + ": " + found + " (given: " + given + ")");
    }
  }

  /** The content of a file that a value names, or else the value. */
  private static JsonNode withContent(JsonNode value, Content content) throws IOException {
    if (!value.asText().startsWith("./")) {
      return value;
    }
    String text = content.of(value.asText().substring(2));
    return value.asText().endsWith(".json")
        ? Client.JSON.readTree(text)
        : JsonNodeFactory.instance.textNode(text);
  }

  private interface Content {
    String of(String file) throws IOException;
  }

  private static String name(JsonNode item) {
    return Stream.of(
            "name",
            "displayName",
            "action_name",
            "permission_name",
            "identifier",
            "client_id",
            "template",
            "domain",
            "description",
            "value",
            "id",
            "type",
            "resource",
            "event_type")
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
    return MissingNode.getInstance();
  }
}
