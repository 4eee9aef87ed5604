package dev.portcullis.emulator.tenantfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.portcullis.emulator.address.AllowlistMatching;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.TokenRule;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.emulator.tenantfile.TenantFile.Read;
import dev.portcullis.emulator.tenantfile.TenantFile.Reading;
import dev.portcullis.emulator.tenantfile.TenantFile.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantFileTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLIENT = "ShopLoginServer00000000000000001";

  @TempDir private Path directory = Path.of(".");

  static Path example() {
    return Path.of("../examples/emulator/tenant.yaml").toAbsolutePath().normalize();
  }

  @Test
  void the_example_is_a_tenant() {
    TenantFile file = read(TenantFile.read(example()));
    TenantDefinition definition = file.tenant();

    assertThat(definition.name()).isEqualTo("shop");
    assertThat(definition.application(CLIENT).orElseThrow().ipHeaderTrusted()).isTrue();
    assertThat(definition.application("ShopAdministration00000000000001").orElseThrow())
        .satisfies(app -> assertThat(app.managementScopes()).contains("read:logs"));
    assertThat(definition.users())
        .extracting(UserDefinition::email)
        .containsExactly(
            "ada@example.com", "grace@example.com", "mallory@example.com", "tina@example.com");
    assertThat(definition.users().get(3).factors())
        .hasSize(3)
        .hasAtLeastOneElementOfType(Factor.RecoveryCode.class);
    assertThat(definition.bruteForce().maxAttempts()).isEqualTo(5);
    assertThat(file.options().allowlistMatching()).contains(AllowlistMatching.FORWARDED_ONLY);
    assertThat(file.options().logRetention()).contains(20_000);
    assertThat(file.options().breachedPasswords())
        .containsExactly(example().resolveSibling("leaked.txt"));
  }

  @Test
  void the_example_fits_the_published_schema() {
    JsonNode tree = Source.read("tenant.yaml", text(example())).root();

    assertThat(schema().validate(tree)).isEmpty();
  }

  @Test
  void a_mistake_is_reported_with_its_place_and_what_is_expected() {
    List<String> problems =
        problems(
            """
            clients:
              - client_id: ShopLoginServer00000000000000001
                app_typ: regular_web
                is_token_endpoint_ip_header_trusted: sometimes
            attack-protection:
              brute_force_protection: {max_attempts: 101}
            attack_protection:
              brute_force_protection: {max_attempts: 101, shields: [blok]}
            users:
              - {email: ada@example.com, password: 12345}
              - {email: grace}
            """);

    assertThat(problems)
        .containsExactly(
            "tenant.yaml:3:5: clients[0].app_typ: unknown key (did you mean app_type?)",
            "tenant.yaml:4:5: clients[0].is_token_endpoint_ip_header_trusted: sometimes"
                + " (expected: true or false)",
            "tenant.yaml:5:1: attack-protection: unknown key (did you mean attack_protection?)",
            "tenant.yaml:8:28: attack_protection.brute_force_protection.max_attempts: 101"
                + " (expected: a whole number from 1 to 100)",
            "tenant.yaml:8:57: attack_protection.brute_force_protection.shields[0]: blok"
                + " (expected: one of block, user_notification, admin_notification)",
            "tenant.yaml:10:30: users[0].password: a number; put it in quotes"
                + " (expected: text, not empty)",
            "tenant.yaml:11:6: users[1].email: grace (expected: an e-mail address)");
  }

  @ParameterizedTest
  @CsvSource({
    "emial, email",
    "mail, email",
    "e_mail, email",
    "EMAIL, email",
    "pass-word, password",
    "xxemail, email",
    "xxxemail,",
    "my_email,",
    "emailxx, email",
    "emailxxx,",
    "nonsense,"
  })
  void a_key_close_to_a_known_one_gets_it_as_a_hint_and_another_gets_none(
      String key, String meant) {
    List<String> problems =
        problems("users: [{email: ada@example.com, password: s3cret-value, " + key + ": x}]\n");

    assertThat(problems)
        .singleElement()
        .asString()
        .contains(meant == null ? "(expected: one of " : "(did you mean " + meant + "?)");
  }

  @Test
  void a_token_rule_is_read_and_its_mistakes_have_their_place() {
    TokenRule rule = read(TenantFile.read(example())).tenant().tokenRules().getFirst();

    assertThat(rule.when()).contains("event.user.app_metadata.plan");
    assertThat(rule.idToken()).containsKey("https://shop.example.com/plan");
    assertThat(
            problems(
                """
                clients: [{client_id: ShopLoginServer00000000000000001}]
                emulator:
                  token_rules:
                    - when: event.user.email endswith "@example.com"
                      deny: Staff only.
                    - {when: event.user.mail == 1, deny: x}
                    - id_token: {aud: x, email: x}
                      access_token: {email: event.user.mail, iss: x}
                    - {name: nothing}
                    - {clients: [nobody], deny: x}
                """))
        .satisfiesExactly(
            text ->
                assertThat(text)
                    .startsWith(
                        "tenant.yaml:4:7: emulator.token_rules[0].when: character 18: endswith"
                            + " (expected: a comparison"),
            text ->
                assertThat(text)
                    .startsWith(
                        "tenant.yaml:6:8: emulator.token_rules[1].when: character 1: unknown value"
                            + " event.user.mail (expected: one of event."),
            text ->
                assertThat(text)
                    .isEqualTo(
                        "tenant.yaml:7:18: emulator.token_rules[2].id_token.aud: a claim that Auth0"
                            + " reserves (expected: another name, such as a URL)"),
            text -> assertThat(text).contains("7:26: emulator.token_rules[2].id_token.email"),
            text ->
                assertThat(text)
                    .contains(
                        "8:22: emulator.token_rules[2].access_token.email: event.user.mail"
                            + " (expected: one of event.auth"),
            text -> assertThat(text).contains("8:46: emulator.token_rules[2].access_token.iss"),
            text ->
                assertThat(text)
                    .contains("9:7: emulator.token_rules[3]: no effect (expected: deny, id_token"),
            text ->
                assertThat(text)
                    .contains("10:18: emulator.token_rules[4].clients[0]: nobody (expected: a"));
  }

  @Test
  void roles_and_organizations_are_read_and_fit_to_the_rest() {
    TenantDefinition tenant = read(TenantFile.read(example())).tenant();

    List<String> problems =
        problems(
            """
            connections: [{name: Customers}]
            resource_servers: [{identifier: api, scopes: [{value: read}]}]
            users: [{email: ada@example.com, password: x}]
            roles:
              - name: Buyer
                permissions: [{resource_server_identifier: apo, permission_name: read}]
              - name: Seller
                permissions: [{resource_server_identifier: api, permission_name: reed}]
                users: [grace@example.com]
              - {name: Seller}
            organizations:
              - name: acme
                enabled_connections: [{connection_id: Clients}]
                members: [{user_id: ada@example.com, roles: [Byer]}, {user_id: nobody}]
            """);

    assertThat(tenant.roles().getFirst().id()).startsWith("rol_");
    assertThat(tenant.roles().getFirst().users()).contains("ada@example.com");
    assertThat(tenant.organizations().getFirst().members().getFirst().roles())
        .containsExactly("Buyer");
    assertThat(String.join("\n", problems))
        .contains(
            "roles[0].permissions[0].resource_server_identifier: apo (expected: a identifier of",
            "roles[1].permissions[0].permission_name: reed (expected: a scope of the API: read)",
            "roles[1].users[0]: grace@example.com (expected: a user_id or email of users: ada",
            "roles[2].name: Seller (expected: only once)",
            "organizations[0].enabled_connections[0].connection_id: Clients (expected: a id or",
            "organizations[0].members[0].roles[0]: Byer (expected: a id or name of roles: rol_",
            "organizations[0].members[1].user_id: nobody (expected: a user_id or email of users");
    assertThat(problems).hasSize(7);
  }

  @Test
  void a_reference_where_there_is_nothing_to_refer_to_says_so() {
    List<String> problems =
        problems(
            """
            clients: []
            client_grants:
              - {client_id: nobody, audience: https://api.example.com, scope: []}
            """);

    assertThat(problems)
        .containsExactly(
            "tenant.yaml:3:6: client_grants[0].client_id: nobody"
                + " (expected: a client_id of clients, of which there is none)");
  }

  @Test
  void parts_that_do_not_fit_together_are_reported_too() {
    List<String> problems =
        problems(
            """
            tenant: {default_directory: Customer}
            clients:
              - client_id: ShopLoginServer00000000000000001
                client_secret: s3cret-value
                is_token_endpoint_ip_header_trusted: true
            client_grants:
              - {client_id: nobody, audience: https://api.example.com, scope: []}
            connections: [{name: Customers}]
            users:
              - {email: ada@example.com, password: s3cret-value, connection: Clients}
              - {email: grace@example.com}
              - {email: tina@example.com, password: x, authentication_methods: [{type: totp}]}
              - {email: TINA@example.com, password: x}
            attack_protection:
              bot_detection: {allowlist: [192.0.2.300]}
            emulator: {breached_passwords: [nowhere.txt]}
            """);

    assertThat(String.join("\n", problems))
        .contains(
            "7:6: client_grants[0].client_id: nobody (expected: a client_id of clients: Shop",
            "3:5: clients[0]: The flag is_token_endpoint_ip_header_trusted can only be set true",
            "1:10: tenant.default_directory: Customer (expected: a name of connections: Customers",
            "10:54: users[0].connection: Clients (expected: a name of connections: Customers)",
            "11:5: users[1]: no password (expected: password or password_hash)",
            "12:69: users[2].authentication_methods[0]: no totp_secret",
            "13:6: users[3].email: tina@example.com (expected: only once in a connection)",
            "15:31: attack_protection.bot_detection.allowlist[0]: 192.0.2.300 (expected: an IPv4",
            "16:33: emulator.breached_passwords[0]: ",
            "nowhere.txt (expected: a file or folder this user may read)")
        .doesNotContain("s3cret-value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          users: [ {email: s3cret-value  | tenant.yaml:2:1: not well-formed YAML or JSON
          users: []: s3cret-value        | not well-formed YAML or JSON
          # nothing                      | tenant.yaml: nothing (expected: a tenant)
          [1, 2]                         | tenant.yaml:1:1: a list (expected: a tenant of the Auth0
          users:                         | tenant.yaml:1:1: users: nothing (expected: a list)
          {users: [], users: []}         | tenant.yaml:1:13: users: given twice (keep one of the two)
          """)
  void a_text_that_is_no_tenant_is_refused_without_quoting_a_secret(String yaml, String problem) {
    List<String> problems = problems(yaml + "\n");

    assertThat(problems).singleElement().asString().contains(problem).doesNotContain("s3cret");
  }

  @Test
  void a_file_that_cannot_be_read_is_refused_with_the_reason() throws IOException {
    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, "tenant: {friendly_name: Zwölf}".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(((Refused) TenantFile.read(directory.resolve("no.yaml"))).problems())
        .singleElement()
        .asString()
        .contains("no.yaml: no such file");
    assertThat(((Refused) TenantFile.read(latin)).problems())
        .singleElement()
        .asString()
        .contains("latin.yaml: not UTF-8");
  }

  @Test
  void json_with_tabs_and_escapes_is_read_as_json() {
    TenantFile file =
        read(
            TenantFile.read(
                "tenant.json",
                """
                {
                \t"tenant": {
                \t\t"friendly_name": "Caf\\u00e9 \\ud83d\\ude00 \\/"
                \t}
                }
                """));

    assertThat(file.tenant().name()).isEqualTo("Café 😀 /");
  }

  @Test
  void what_is_written_is_read_as_the_same() throws IOException {
    TenantFile file = read(TenantFile.read(example()));
    Path written = directory.resolve("tenant.json");
    String text = JSON.writeValueAsString(file.fields());
    Files.writeString(written, text);

    TenantFile again = read(TenantFile.read(written));

    assertThat(JSON.writeValueAsString(again.fields())).isEqualTo(text);
    assertThat(schema().validate(JSON.readTree(text))).isEmpty();
    assertThat(again.tenant().users()).extracting(UserDefinition::userId).doesNotHaveDuplicates();
  }

  /** Every object of the schema gets a key more, and the reader and the schema both refuse it. */
  @Test
  void the_reader_and_the_schema_take_the_same_keys() throws IOException {
    JsonNode good = JSON.readTree(JSON.writeValueAsString(withEveryKey()));
    assertThat(schema().validate(good)).isEmpty();
    assertThat(Source.read("t", good.toString()).problems()).isEmpty();
    List<String> closed = new ArrayList<>();

    for (String pointer : objects("", good)) {
      JsonNode changed = good.deepCopy();
      ((ObjectNode) changed.at(pointer)).put("no_such_key", 1);
      boolean bySchema = !schema().validate(changed).isEmpty();
      boolean byReader = TenantFile.read("t", changed.toString()) instanceof Refused;
      assertThat(byReader).as(pointer).isEqualTo(bySchema);
      if (byReader) {
        closed.add(pointer);
      }
    }

    assertThat(closed).hasSizeGreaterThan(15).contains("", "/users/0", "/clients/0", "/emulator");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"emulator\":{\"bcrypt_cost\":3}}",
        "{\"emulator\":{\"bcrypt_cost\":4.5}}",
        "{\"emulator\":{\"bcrypt_cost\":99999999999999999999}}",
        "{\"users\":[{\"email\":\"a@example.com\",\"password\":\"\"}]}",
        "{\"users\":{}}",
        "{\"clients\":[{}]}",
        "{\"clients\":[{\"client_id\":\"short\"}]}",
      })
  void what_the_schema_refuses_the_reader_refuses(String json) throws IOException {
    assertThat(schema().validate(JSON.readTree(json))).isNotEmpty();
    assertThat(TenantFile.read("t", json)).isInstanceOf(Refused.class);
  }

  private static Map<String, Object> withEveryKey() {
    TenantFile file = read(TenantFile.read(example()));
    return new TenantFile(file.tenant(), file.options().withBreachedPasswords(List.of())).fields();
  }

  private static List<String> objects(String pointer, JsonNode node) {
    List<String> found = new ArrayList<>();
    if (node.isObject()) {
      found.add(pointer);
      node.properties()
          .forEach(each -> found.addAll(objects(pointer + "/" + each.getKey(), each.getValue())));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      found.addAll(objects(pointer + "/" + i, node.get(i)));
    }
    return found;
  }

  private List<String> problems(String yaml) {
    try {
      Path file = directory.resolve("tenant.yaml");
      Files.writeString(file, yaml);
      return ((Refused) TenantFile.read(file))
          .problems().stream()
              .map(TenantFileProblem::toString)
              .map(text -> text.replace(directory + "/", ""))
              .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TenantFile read(Reading reading) {
    return switch (reading) {
      case Read read -> read.file();
      case Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  private static Schema schema() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(TenantFile.schema());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
