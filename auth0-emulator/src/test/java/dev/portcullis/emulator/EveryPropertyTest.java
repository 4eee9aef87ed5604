package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.schema.Operation;
import dev.portcullis.emulator.schema.Operations;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every property of Auth0's schema is taken, given back, and still there after a restart: the
 * properties and their values come from the table of operations.
 */
class EveryPropertyTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What no answer has, by Auth0's own schema, or what is an order and no property. */
  private static final Set<String> NOT_SHOWN =
      Set.of(
          "users password",
          "users verify_email",
          "users verify_phone_number",
          "users connection",
          "users client_id",
          "tenants session_lifetime_in_minutes",
          "tenants idle_session_lifetime_in_minutes",
          "tenants ephemeral_session_lifetime_in_minutes",
          "tenants idle_ephemeral_session_lifetime_in_minutes",
          "log-streams httpAuthorization",
          "key value",
          "hooks secrets");

  /** Values that fit together with the demo tenant where the schema alone does not say it. */
  private static final Map<String, JsonNode> VALUES =
      Map.ofEntries(
          Map.entry("default_directory", JSON.textNode(DemoTenant.CONNECTION)),
          // Another address is unproven.
          Map.entry("email_verified", JSON.booleanNode(false)),
          // A new password lifts the administrator's block.
          Map.entry("password", JSON.nullNode()),
          Map.entry("mask", JSON.textNode("***-***")),
          Map.entry("rate", JSON.numberNode(60_000)),
          // Seven hours, as the same lifetimes in hours are written.
          Map.entry("session_lifetime_in_minutes", JSON.numberNode(420)),
          Map.entry("idle_session_lifetime_in_minutes", JSON.numberNode(420)),
          Map.entry("ephemeral_session_lifetime_in_minutes", JSON.numberNode(420)),
          Map.entry("idle_ephemeral_session_lifetime_in_minutes", JSON.numberNode(420)),
          Map.entry("allowlist", JSON.arrayNode().add("192.0.2.0/24")),
          Map.entry("client_authentication_methods", JSON.nullNode()),
          Map.entry("httpEndpoint", JSON.textNode("https://sink.example.com/")),
          Map.entry("httpContentFormat", JSON.textNode("JSONLINES")),
          Map.entry("grant_types", JSON.arrayNode().add("implicit").add("password")),
          Map.entry("enabled_clients", JSON.arrayNode().add(DemoTenant.GATEWAY_CLIENT_ID)));

  @TempDir private Path data = Path.of(".");

  private final TestClock clock = new TestClock();

  private Auth0Emulator start() {
    return Auth0Emulator.start(
        TestSettings.at(clock)
            .withTenant(TenantDefinition.demo().toBuilder().legacyEnabledClients(true).build())
            .withData(data.resolve("data")));
  }

  @ParameterizedTest
  @CsvSource({
    "/clients/{id}, clients/" + DemoTenant.GATEWAY_CLIENT_ID + ", 45",
    "/connections/{id}, connections/con_Demo0123456789AB, 10",
    "/users/{id}, users/auth0|000000000000000000000001, 12",
    "/tenants/settings, tenants/settings, 35",
    "/resource-servers/{id}, resource-servers/, 15",
    "/attack-protection/brute-force-protection, attack-protection/brute-force-protection, 5",
    "/attack-protection/suspicious-ip-throttling, attack-protection/suspicious-ip-throttling, 4",
    "/attack-protection/breached-password-detection,"
        + " attack-protection/breached-password-detection, 5",
    "/attack-protection/bot-detection, attack-protection/bot-detection, 5",
    "/log-streams/{id}, log-streams/, 5",
  })
  void a_property_is_given_back_as_it_was_written_also_after_a_restart(
      String template, String path, int least) {
    Operation operation = Operations.table().named("PATCH " + template).orElseThrow();
    Map<String, JsonNode> written = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    String at;
    try (Auth0Emulator emulator = start();
        Client client = new Client(emulator)) {
      String[] all = admin(client);
      at = "/api/v2/" + encoded(target(client, path, all));
      for (Map.Entry<String, JsonNode> each : operation.body().path("p").properties()) {
        String name = each.getKey();
        JsonNode value = value(operation, name, each.getValue(), 0);
        Answer answer = client.patch(at, JSON.objectNode().set(name, value).toString(), all);
        if (answer.status() != 200) {
          problems.add(name + ": " + answer.body());
        } else if (!NOT_SHOWN.contains(path.replaceAll("/.*", "") + " " + name)
            && !value.isNull()) {
          written.put(name, value);
        }
      }
      problems.addAll(differences(client.get(at, all).json(), written));
    }

    try (Auth0Emulator again = start();
        Client client = new Client(again)) {
      problems.addAll(differences(client.get(at, admin(client)).json(), written));
    }

    assertThat(problems).isEmpty();
    assertThat(written).hasSizeGreaterThanOrEqualTo(least);
  }

  @ParameterizedTest
  @CsvSource({
    "/roles",
    "/organizations",
    "/actions/actions",
    "/actions/modules",
    "/rules",
    "/hooks",
    "/custom-domains",
    "/network-acls",
    "/keys/network-acls",
    "/email-templates",
    "/branding/themes",
    "/branding/phone/providers",
    "/branding/phone/templates",
    "/event-streams",
    "/flows",
    "/flows/vault/connections",
    "/forms",
    "/self-service-profiles",
    "/token-exchange-profiles",
    "/user-attribute-profiles",
    "/connection-profiles",
    "/verifiable-credentials/verification/templates",
    "/rate-limit-policies",
    "/agents",
  })
  void a_kind_is_made_read_changed_listed_and_deleted(String template) {
    Operation create = Operations.table().named("POST " + template).orElseThrow();
    Optional<Operation> change =
        Operations.table().all().stream()
            .filter(
                each ->
                    each.method().equals("PATCH") && each.path().matches(template + "/\\{[^/]*}"))
            .findFirst();
    List<String> problems = new ArrayList<>();
    Map<String, JsonNode> written = new LinkedHashMap<>();
    String at;
    try (Auth0Emulator emulator = start();
        Client client = new Client(emulator)) {
      String[] all = admin(client);
      JsonNode body = value(create, "", create.body(), 0);
      Answer made = client.post("/api/v2" + template, "application/json", body.toString(), all);
      assertThat(made.status()).as(made.body()).isEqualTo(201);
      at = "/api/v2" + template + "/" + encoded(id(made.json(), template));
      body.properties().forEach(each -> written.put(each.getKey(), each.getValue()));
      written.keySet().removeAll(hidden(template));
      change.ifPresent(
          operation -> {
            for (Map.Entry<String, JsonNode> each : operation.body().path("p").properties()) {
              JsonNode value = value(operation, each.getKey(), each.getValue(), 0);
              ObjectNode sent = JSON.objectNode();
              operation
                  .body()
                  .path("r")
                  .forEach(required -> sent.set(required.asText(), body.path(required.asText())));
              Answer answer = client.patch(at, sent.set(each.getKey(), value).toString(), all);
              if (answer.status() != 200) {
                problems.add(each.getKey() + ": " + answer.body());
              }
              if (!hidden(template).contains(each.getKey())) {
                written.put(each.getKey(), value);
              }
            }
          });
      // Of the secrets of an Action or of a module only the names are shown.
      written
          .getOrDefault("secrets", JSON.arrayNode())
          .forEach(secret -> ((ObjectNode) secret).remove("value"));
      problems.addAll(differences(client.get(at, all).json(), written));
      assertThat(client.get("/api/v2" + template, all).status()).isIn(200, 404, 405);
    }

    try (Auth0Emulator again = start();
        Client client = new Client(again)) {
      String[] all = admin(client);
      problems.addAll(differences(client.get(at, all).json(), written));
      boolean deletable =
          Operations.table().all().stream()
              .anyMatch(
                  each ->
                      each.method().equals("DELETE")
                          && each.path().matches(template + "/\\{[^/]*}"));
      if (deletable) {
        assertThat(client.delete(at, all).status()).isEqualTo(204);
        assertThat(client.get(at, all).status()).isEqualTo(404);
      }
    }
    assertThat(problems).isEmpty();
    assertThat(written).isNotEmpty();
  }

  private static Set<String> hidden(String template) {
    return switch (template) {
      case "/keys/network-acls" -> Set.of("value");
      case "/branding/phone/providers" -> Set.of("credentials");
      case "/flows/vault/connections" -> Set.of("setup");
      case "/actions/actions" -> Set.of("deploy");
      default -> Set.of();
    };
  }

  private static String id(JsonNode made, String template) {
    for (String name :
        template.equals("/email-templates")
            ? List.of("template")
            : List.of("id", "custom_domain_id", "themeId")) {
      if (made.has(name)) {
        return made.path(name).asText();
      }
    }
    throw new AssertionError("no id: " + made);
  }

  private static String[] admin(Client client) {
    return new String[] {"Authorization", "Bearer " + client.managementToken("")};
  }

  /** The path of the object; one is made where the demo tenant has none or an unknown id. */
  private static String target(Client client, String path, String[] all) {
    return switch (path) {
      case "resource-servers/" ->
          path + client.get("/api/v2/resource-servers", all).json().get(0).path("id").asText();
      case "log-streams/" ->
          path
              + client
                  .post(
                      "/api/v2/log-streams",
                      "application/json",
                      "{\"type\":\"http\",\"sink\":{\"httpEndpoint\":\"http://127.0.0.1:1/\"}}",
                      all)
                  .json()
                  .path("id")
                  .asText();
      default -> path;
    };
  }

  private static String encoded(String path) {
    return path.replace("|", "%7C");
  }

  /** Everything that was written is there; an object may have more. */
  private static List<String> differences(JsonNode shown, Map<String, JsonNode> written) {
    List<String> differences = new ArrayList<>();
    written.forEach(
        (name, value) -> {
          if (!contains(shown.path(name), value)) {
            differences.add(name + ": " + shown.path(name) + " (written: " + value + ")");
          }
        });
    return differences;
  }

  private static boolean contains(JsonNode shown, JsonNode written) {
    return written.isObject()
        ? shown.isObject()
            && written.properties().stream()
                .allMatch(each -> contains(shown.path(each.getKey()), each.getValue()))
        : shown.equals(written);
  }

  /** A text within the bounds; the first that has the pattern and the format. */
  private static String text(JsonNode schema, String name) {
    int least = schema.path("min").asInt(0);
    int most = schema.path("max").asInt(Integer.MAX_VALUE);
    for (String candidate :
        List.of(
            "text of " + name,
            "text",
            "https://app.example.com/a",
            "a@example.com",
            "2026-03-01T10:00:00.000Z",
            "#0a4f6b",
            "+15005550100",
            "con_Demo0123456789AB",
            "123456789012",
            "7",
            "eu-central-1",
            "simplified/1.0",
            "aamva",
            "00000000-0000-0000-0000-000000000000",
            "A".repeat(86) + "==",
            "ab12")) {
      String text =
          candidate.length() < least
              ? candidate + "x".repeat(least - candidate.length())
              : candidate.substring(0, Math.min(most, candidate.length()));
      boolean fits =
          (!schema.has("re") || Pattern.compile(schema.path("re").asText()).matcher(text).find())
              && switch (schema.path("f").asText()) {
                case "" -> true;
                case "email" -> text.contains("@");
                case "date-time" -> text.endsWith("Z");
                case "html-color" -> text.startsWith("#");
                default -> text.startsWith("https://");
              };
      if (fits) {
        return text;
      }
    }
    throw new AssertionError("no text for " + name + ": " + schema);
  }

  /** A value that fits the schema and is no default where that can be avoided. */
  private static JsonNode value(Operation operation, String name, JsonNode schema, int depth) {
    JsonNode known =
        name.equals("email") && depth == 0 ? JSON.textNode("other@example.com") : VALUES.get(name);
    if (known != null) {
      return known;
    }
    JsonNode of = operation.resolved(schema);
    if (of.has("u")) {
      return value(operation, name, of.path("u").get(0), depth);
    }
    if (of.has("e")) {
      return of.path("e").get(of.path("e").size() - 1);
    }
    if (of.has("a")) {
      ArrayNode array = JSON.arrayNode();
      for (int i = 0; i < Math.max(1, of.path("min").asInt(1)); i++) {
        array.add(value(operation, "", of.path("a"), depth + 1));
      }
      return array;
    }
    if (of.has("p")) {
      ObjectNode object = JSON.objectNode();
      for (Map.Entry<String, JsonNode> each : of.path("p").properties()) {
        boolean required = of.path("r").toString().contains("\"" + each.getKey() + "\"");
        if ((required || depth < 3) && !each.getKey().equals("httpAuthorization")) {
          JsonNode value = value(operation, each.getKey(), each.getValue(), depth + 1);
          if (!value.isNull()) {
            object.set(each.getKey(), value);
          }
        }
      }
      if (object.isEmpty() && of.has("x")) {
        object.set("kept", value(operation, "kept", of.path("x"), depth + 1));
      }
      return object;
    }
    return switch (of.path("t").asText()) {
      case "n" ->
          JSON.numberNode(
              Math.clamp(
                  7,
                  of.path("min").asInt(Integer.MIN_VALUE),
                  of.path("max").asInt(Integer.MAX_VALUE)));
      case "b" -> JSON.booleanNode(true);
      case "s" -> JSON.textNode(text(of, name.isEmpty() ? "an item" : name));
      default -> JSON.objectNode().put("any", "value");
    };
  }
}
