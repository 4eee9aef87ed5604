package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page creates, edits and deletes, what it exports and imports, and its tokens. */
@Timeout(60)
class PageEditTest {

  private static final String HERE = "203.0.113.7";
  private static final String NEW = "new@example.com";

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_user_is_created_changed_and_deleted() {
    int created =
        submit(
                "save-user",
                Map.of("email", NEW, "password", "her first one", "connection", CONNECTION))
            .status();
    String id = idOf(NEW);
    int first = client.logIn(NEW, "her first one", HERE).status();
    submit(
        "save-user",
        Map.of(
            "id",
            id,
            "email",
            NEW,
            "name",
            NEW,
            "password",
            "her second one",
            "nickname",
            "newbie",
            "user_metadata",
            "{\"colour\":\"red\"}"));
    String page = client.get("/emulator/ui/user?id=" + Client.encoded(id)).body();
    int second = client.logIn(NEW, "her second one", HERE).status();
    submit("delete-user", Map.of("id", id));

    int gone = client.logIn(NEW, "her second one", HERE).status();

    assertThat(List.of(created, first, second, gone)).containsExactly(303, 200, 200, 403);
    assertThat(page).contains("value=\"newbie\"", "colour").doesNotContain("her second one");
    assertThat(emulator.tenant().logs())
        .extracting(LogEvent::description)
        .contains("Create a User", "Update a User", "Delete a User");
  }

  @Test
  void an_application_is_created_changed_and_deleted() {
    submit("save-application", Map.of("name", "Shop", "app_type", "regular_web"));
    Application made = application("Shop");
    String page = client.get("/emulator/ui/application?id=" + made.clientId()).body();
    submit(
        "save-application",
        Map.of(
            "id",
            made.clientId(),
            "name",
            "Shop 2",
            "app_type",
            "regular_web",
            "grant_types",
            "password\nrefresh_token",
            "other",
            "{\"is_token_endpoint_ip_header_trusted\":true,"
                + "\"token_endpoint_auth_method\":\"client_secret_post\"}"));
    Application changed = application("Shop 2");
    submit("delete-application", Map.of("id", made.clientId()));

    List<String> left =
        emulator.tenant().configuration().applications().stream().map(Application::name).toList();

    assertThat(page).contains(made.clientSecret().orElseThrow().reveal());
    assertThat(changed.clientId()).isEqualTo(made.clientId());
    assertThat(changed.ipHeaderTrusted()).isTrue();
    assertThat(changed.grantTypes()).hasSize(2);
    assertThat(left).doesNotContain("Shop", "Shop 2");
  }

  @Test
  void an_api_is_created_changed_and_deleted_with_its_grants() {
    submit(
        "save-api", Map.of("identifier", "https://shop.example.com", "scopes", "read:a\nread:b"));
    Api made = emulator.tenant().configuration().api("https://shop.example.com").orElseThrow();
    String id =
        found("ui/api\\?id=([0-9a-f]+)\" aria-label=\"Edit https://shop", "/emulator/ui/apis");
    submit(
        "save-api",
        Map.of("id", id, "scopes", "read:a", "token_lifetime", "60", "allow_offline_access", "on"));
    Api changed = emulator.tenant().configuration().api("https://shop.example.com").orElseThrow();
    submit("delete-api", Map.of("id", id));

    assertThat(client.get("/emulator/ui/api").body()).contains("<h1>New API</h1>");
    assertThat(made.scopes()).containsExactly("read:a", "read:b");
    assertThat(changed)
        .isEqualTo(
            Api.of("https://shop.example.com")
                .withScopes(List.of("read:a"))
                .withOfflineAccess(true)
                .withTokenLifetime(60));
    assertThat(emulator.tenant().configuration().api("https://shop.example.com")).isEmpty();
  }

  @Test
  void a_role_is_created_changed_assigned_and_deleted() {
    submit("save-role", Map.of("name", "Reader", "description", "Reads orders"));
    String role = found("ui/role\\?id=(rol_[A-Za-z0-9]+)", "/emulator/ui/roles");
    submit("save-role", Map.of("id", role, "name", "Buyer", "description", ""));
    submit("add-permission", Map.of("role", role, "permission", API_AUDIENCE + " read:orders"));
    submit("assign-role", Map.of("role", role, "user", ALICE));
    String nobody = notice(submit("assign-role", Map.of("role", role, "user", "x@example.com")));
    String shown = client.get("/emulator/ui/roles").body();
    submit("remove-permission", Map.of("role", role, "permission", API_AUDIENCE + " read:orders"));
    submit("unassign-role", Map.of("role", role, "user", idOf(ALICE)));
    String without = client.get("/emulator/ui/roles").body();
    submit("delete-role", Map.of("id", role));

    String deleted = client.get("/emulator/ui/roles").body();

    assertThat(shown)
        .contains("<h2>Buyer</h2>", "<strong>read:orders</strong>", "Take the role from " + ALICE)
        .doesNotContain("Reads orders");
    assertThat(nobody).contains("There is no user of this e-mail address or id.");
    assertThat(without).doesNotContain("<strong>read:orders</strong>", "Take the role from");
    assertThat(deleted).contains("No role.");
    assertThat(emulator.tenant().logs())
        .extracting(LogEvent::description)
        .contains("Create roles", "Create roles permissions", "Create roles users");
  }

  @Test
  void an_export_after_an_api_was_deleted_can_be_imported() {
    String id = found("ui/api\\?id=([0-9a-f]+)", "/emulator/ui/apis");
    submit("delete-api", Map.of("id", id));
    String exported = submit("export", Map.of()).body();
    emulator.reset();

    Answer imported = submit("import", Map.of("tenant", exported));

    assertThat(imported.status()).isEqualTo(303);
    assertThat(emulator.tenant().configuration().apis()).isEmpty();
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void what_is_refused_comes_back_with_what_was_typed_but_no_password_and_every_mistake() {
    Answer answer =
        submit(
            "save-user",
            Map.of(
                "id", idOf(ALICE),
                "email", "typed@example.com",
                "password", "typed password",
                "user_metadata", "{",
                "app_metadata", "[]"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body())
        .contains("typed@example.com")
        .contains("user_metadata: (expected: a JSON object)")
        .contains("app_metadata: (expected: a JSON object)")
        .doesNotContain("typed password");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void a_refusal_of_the_management_api_is_shown_in_its_words() {
    Answer exists =
        submit("save-user", Map.of("email", ALICE, "password", "x", "connection", CONNECTION));
    Answer wrong =
        submit(
            "save-application",
            Map.of(
                "id", GATEWAY_CLIENT_ID,
                "name", "n",
                "app_type", "regular_web",
                "other", "{\"colour\":1}"));

    assertThat(exists.body()).contains("The user already exists.");
    assertThat(wrong.body()).contains("Additional properties not allowed: colour");
  }

  @Test
  void an_import_names_every_mistake_and_keeps_the_text() {
    Answer answer =
        submit("import", Map.of("tenant", "tenant: {colour: red}\nusers: [{mail: a}]\n"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body())
        .contains("tenant.colour: unknown key", "users[0].mail: unknown key", "tenant: {colour");
  }

  @Test
  void a_token_is_shown_once_and_works() {
    Answer page =
        submit(
            "token",
            Map.of(
                "client_id",
                MANAGEMENT_CLIENT_ID,
                "audience",
                emulator.issuer() + "api/v2/",
                "scope",
                "read:users"));
    Matcher token =
        Pattern.compile("(?s)<textarea id=\"token\"[^>]*>([^<]+)<").matcher(page.body());
    assertThat(token.find()).isTrue();

    Answer users = client.get("/api/v2/users", "Authorization", "Bearer " + token.group(1));

    assertThat(users.status()).isEqualTo(200);
    assertThat(page.header("Cache-Control")).containsExactly("no-store");
    assertThat(page.header("Set-Cookie")).isEmpty();
    assertThat(page.body()).doesNotContain(MANAGEMENT_CLIENT_SECRET);
    assertThat(client.get("/emulator/ui/apis").body()).doesNotContain(token.group(1));
  }

  @Test
  void failed_logins_are_shown_before_they_lead_to_a_block() {
    client.logIn(ALICE, "wrong", HERE);
    client.logIn(ALICE, "wrong", HERE);
    client.logIn("nobody@example.com", "wrong", HERE);

    String users = client.get("/emulator").body();

    assertThat(users)
        .containsPattern(
            "(?s)<strong>alice@example.com</strong> from <code>203.0.113.7.{0,60}2 of 10")
        .containsPattern("(?s)<strong>nobody@example.com.{0,100}1 of 10");
  }

  /** Every form, and every page that takes an id, with what no form of the page would send. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u0000",
        "../../x",
        "{\"a\":",
        "'\"><script>",
        "-1",
        "99999999999",
        "ö|ü/%2e"
      })
  void hostile_input_is_refused_in_plain_words(String hostile) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String field :
        List.of(
            ("id email password connection user_id client_id identifier address scopes other"
                    + " token_lifetime grant_types app_type name method by path status delivery"
                    + " delay_ms retry_after content_type tenant audience username user_metadata"
                    + " oob_code max_attempts mode allowlist role user permission description")
                .split(" "))) {
      form.put(field, hostile);
    }
    for (String route : emulator.routes()) {
      String path = route.substring(route.indexOf(' ') + 1);
      if (path.startsWith("/emulator/ui/") && !path.endsWith("/reset")) {
        Answer answer =
            route.startsWith("POST ")
                ? submit(path.substring("/emulator/ui/".length()), form)
                : client.get(path + "?id=" + Client.encoded(hostile));
        String said = answer.body() + notice(answer);

        assertThat(answer.status()).as(route).isIn(200, 303, 400, 404);
        assertThat(answer.body()).as(route).doesNotContain("<script>");
        assertThat(said)
            .as(route)
            .doesNotContainIgnoringCase("exception", "java.", "jackson", "snakeyaml", "null;")
            .doesNotContain("For input string", "Unexpected character", "[Source");
      }
    }
  }

  private static String notice(Answer answer) {
    return answer.header("Set-Cookie").stream()
        .map(cookie -> cookie.replaceAll("^emulator_notice=([^;]*);.*$", "$1"))
        .map(
            value ->
                new String(
                    java.util.Base64.getUrlDecoder().decode(value),
                    java.nio.charset.StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  private Answer submit(String form, Map<String, String> fields) {
    return client.form("/emulator/ui/" + form, fields, "sec-fetch-site", "same-origin");
  }

  private Application application(String name) {
    return emulator.tenant().configuration().applications().stream()
        .filter(app -> app.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String idOf(String email) {
    return client
        .get(
            "/api/v2/users-by-email?email=" + Client.encoded(email),
            "Authorization",
            "Bearer " + client.managementToken("read:users"))
        .json()
        .get(0)
        .get("user_id")
        .textValue();
  }

  private String found(String pattern, String path) {
    Matcher matcher = Pattern.compile(pattern).matcher(client.get(path).body());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
