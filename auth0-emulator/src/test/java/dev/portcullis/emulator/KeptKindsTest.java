package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.Client.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written at one path of the Management API and shown at another, or never. */
@Timeout(60)
class KeptKindsTest {

  private static final String CONNECTION_ID = "con_Demo0123456789AB";

  private static final String THEME =
      """
      {"displayName":"Shop",
       "borders":{"button_border_radius":3,"button_border_weight":1,"buttons_style":"pill",
        "input_border_radius":3,"input_border_weight":1,"inputs_style":"rounded",
        "show_widget_shadow":true,"widget_border_weight":0,"widget_corner_radius":5},
       "colors":{"body_text":"#1e212a","error":"#d03c38","header":"#1e212a","icons":"#65676e",
        "input_background":"#ffffff","input_border":"#c9cace","input_filled_text":"#000000",
        "input_labels_placeholders":"#65676e","links_focused_components":"#0a4f6b",
        "primary_button":"#0a4f6b","primary_button_label":"#ffffff",
        "secondary_button_border":"#c9cace","secondary_button_label":"#1e212a",
        "success":"#13a688","widget_background":"#ffffff","widget_border":"#c9cace"},
       "fonts":{"body_text":{"bold":false,"size":87},"buttons_text":{"bold":false,"size":100},
        "font_url":"","input_labels":{"bold":false,"size":100},"links":{"bold":true,"size":87},
        "links_style":"normal","reference_text_size":16,"subtitle":{"bold":false,"size":87},
        "title":{"bold":false,"size":150}},
       "page_background":{"background_color":"#f4f4f4","background_image_url":"",
        "page_layout":"center"},
       "widget":{"header_text_alignment":"center","logo_height":52,"logo_position":"center",
        "logo_url":"","social_buttons_layout":"bottom"}}
      """;

  private static final Map<String, String> CHANGES =
      Map.of(
          "clients", "{\"description\":\"changed\"}",
          "connections", "{\"display_name\":\"changed\"}",
          "resource-servers", "{\"token_lifetime\":60}");

  private static final String ACL =
      """
      {"description":"%s","active":true,"priority":1,
       "rule":{"action":{"block":true},"scope":"tenant",
        "match":{"ipv4_cidrs":["198.51.100.0/24"]}}}
      """;

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);
  private final String[] admin = {"Authorization", "Bearer " + client.managementToken("")};

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_connection_of_an_organization_is_in_both_lists_with_its_name() {
    String organization = "organizations/" + made("organizations", "{\"name\":\"acme\"}");

    post(
        organization + "/connections",
        "{\"connection_id\":\"" + CONNECTION_ID + "\",\"organization_access_level\":\"limited\"}");

    assertThat(get(organization + "/connections").toString())
        .isEqualTo(
            "[{\"assign_membership_on_login\":false,\"show_as_button\":true,"
                + "\"is_signup_enabled\":false,\"is_enabled\":true,"
                + "\"connection_id\":\"con_Demo0123456789AB\","
                + "\"organization_access_level\":\"limited\",\"connection\":"
                + "{\"name\":\"Username-Password-Authentication\",\"strategy\":\"auth0\"}}]");
    assertThat(get(organization + "/enabled_connections").toString())
        .isEqualTo(
            "[{\"assign_membership_on_login\":false,\"show_as_button\":true,"
                + "\"is_signup_enabled\":false,"
                + "\"connection_id\":\"con_Demo0123456789AB\",\"connection\":"
                + "{\"name\":\"Username-Password-Authentication\",\"strategy\":\"auth0\"}}]");
    client.delete("/api/v2/" + organization + "/enabled_connections/" + CONNECTION_ID, admin);
    assertThat(get(organization + "/connections")).isEmpty();
  }

  @Test
  void an_organization_is_made_with_its_connections() {
    String made =
        made(
            "organizations",
            ("{\"name\":\"acme\",\"enabled_connections\":[{\"connection_id\":\"%s\","
                    + "\"assign_membership_on_login\":true}]}")
                .formatted(CONNECTION_ID));

    JsonNode enabled = get("organizations/" + made + "/enabled_connections");

    assertThat(enabled).hasSize(1);
    assertThat(enabled.at("/0/connection_id").textValue()).isEqualTo(CONNECTION_ID);
    assertThat(enabled.at("/0/assign_membership_on_login").booleanValue()).isTrue();
  }

  @Test
  void a_connection_that_nobody_logs_in_through_has_its_scim_configuration() {
    String path =
        "connections/" + made("connections", "{\"name\":\"staff\",\"strategy\":\"oidc\"}");

    Answer none = client.get("/api/v2/" + path + "/scim-configuration", admin);
    post(path + "/scim-configuration", "{\"user_id_attribute\":\"externalId\"}");

    assertThat(none.status()).isEqualTo(404);
    assertThat(get(path + "/scim-configuration").get("user_id_attribute").textValue())
        .isEqualTo("externalId");
  }

  @Test
  void the_theme_that_was_made_is_the_default() {
    Answer none = client.get("/api/v2/branding/themes/default", admin);

    String id = post("branding/themes", THEME).json().get("themeId").textValue();

    assertThat(none.status()).isEqualTo(404);
    assertThat(get("branding/themes/default")).isEqualTo(get("branding/themes/" + id));
  }

  @Test
  void a_rendering_is_listed_by_prompt_and_screen() {
    client.patch(
        "/api/v2/prompts/login/screen/login/rendering", "{\"rendering_mode\":\"advanced\"}", admin);

    assertThat(get("prompts/rendering").toString())
        .isEqualTo("[{\"prompt\":\"login\",\"screen\":\"login\",\"rendering_mode\":\"advanced\"}]");
    assertThat(get("prompts/rendering?prompt=signup")).isEmpty();
  }

  @Test
  void secrets_of_an_action_an_email_provider_and_a_captcha_are_never_shown() {
    String action =
        post(
                "actions/actions",
                "{\"name\":\"hello\",\"supported_triggers\":[{\"id\":\"post-login\"}],"
                    + "\"secrets\":[{\"name\":\"key\",\"value\":\"only-for-tests\"}]}")
            .json()
            .get("id")
            .textValue();
    String deployed = post("actions/actions/" + action + "/deploy", "").body();
    String bound =
        client
            .patch(
                "/api/v2/actions/triggers/post-login/bindings",
                "{\"bindings\":[{\"ref\":{\"type\":\"action_id\",\"value\":\"" + action + "\"}}]}",
                admin)
            .body();
    String provider =
        post(
                "emails/provider",
                "{\"name\":\"smtp\",\"credentials\":{\"smtp_host\":\"smtp.example.com\","
                    + "\"smtp_pass\":\"only-for-tests\"}}")
            .body();
    String captcha =
        client
            .patch(
                "/api/v2/attack-protection/captcha",
                "{\"hcaptcha\":{\"site_key\":\"site\",\"secret\":\"only-for-tests\"}}",
                admin)
            .body();

    assertThat(get("actions/actions/" + action).get("secrets").toString())
        .isEqualTo("[{\"name\":\"key\"}]");
    assertThat(deployed).contains("\"secrets\":[{\"name\":\"key\"}]");
    assertThat(bound).contains("\"secrets\":[{\"name\":\"key\"}]");
    assertThat(get("emails/provider").get("credentials").toString())
        .isEqualTo("{\"smtp_host\":\"smtp.example.com\"}");
    assertThat(captcha).contains("\"hcaptcha\":{\"site_key\":\"site\"}");
    assertThat(
            deployed
                + bound
                + provider
                + captcha
                + get("actions/actions/" + action)
                + get("actions/actions/" + action + "/versions")
                + get("actions/triggers/post-login/bindings"))
        .doesNotContain("only-for-tests");
  }

  @Test
  void a_binding_shows_its_action_as_it_is_now_and_keeps_its_id() {
    String action =
        made(
            "actions/actions",
            "{\"name\":\"hello\",\"supported_triggers\":[{\"id\":\"post-login\"}]}");
    JsonNode first = bind("action_id", action);
    client.patch("/api/v2/actions/actions/" + action, "{\"name\":\"good day\"}", admin);

    JsonNode renamed = get("actions/triggers/post-login/bindings").get("bindings");
    JsonNode again = bind("action_name", "good day");
    JsonNode byBinding = bind("binding_id", first.get(0).get("id").textValue());
    client.delete("/api/v2/actions/actions/" + action, admin);

    assertThat(renamed.get(0).get("action").get("name").textValue()).isEqualTo("good day");
    assertThat(again.get(0).get("id")).isEqualTo(first.get(0).get("id"));
    assertThat(byBinding).isEqualTo(again);
    assertThat(get("actions/triggers/post-login/bindings").get("bindings")).isEmpty();
  }

  @Test
  void roles_are_those_of_the_tenant() {
    String id = made("roles", "{\"name\":\"Clerk\"}");

    assertThat(get("roles?type=tenant"))
        .extracting(role -> role.get("id").textValue())
        .contains(id);
    assertThat(get("roles/" + id).get("type").textValue()).isEqualTo("tenant");
  }

  @Test
  void an_empty_default_directory_or_audience_is_none() {
    Answer given =
        client.patch(
            "/api/v2/tenants/settings",
            "{\"default_directory\":\"\",\"default_audience\":\"\"}",
            admin);

    assertThat(given.json().get("default_directory").textValue()).isEmpty();
    assertThat(emulator.tenant().configuration().defaultDirectory()).isEmpty();
    assertThat(emulator.tenant().configuration().defaultAudience()).isEmpty();
  }

  @Test
  void providers_and_templates_of_phone_messages_are_listed_under_a_key() {
    post("branding/phone/providers", "{\"name\":\"custom\",\"credentials\":{}}");
    post("branding/phone/templates", "{\"type\":\"otp_verify\"}");

    JsonNode providers = get("branding/phone/providers");
    JsonNode templates = get("branding/phone/templates");
    assertThat(providers.at("/providers/0/name").textValue()).isEqualTo("custom");
    assertThat(templates.at("/templates/0/type").textValue()).isEqualTo("otp_verify");
    assertThat(List.of(providers, templates)).allMatch(list -> list.size() == 1);
  }

  @Test
  void what_is_changed_keeps_its_place_in_a_list() {
    post("connections", "{\"name\":\"other\",\"strategy\":\"auth0\"}");
    post("resource-servers", "{\"identifier\":\"https://other.example.com\"}");
    for (Map.Entry<String, String> each : CHANGES.entrySet()) {
      String list = each.getKey();
      JsonNode before = get(list);
      String id = list.equals("clients") ? "client_id" : "id";
      JsonNode first =
          StreamSupport.stream(before.spliterator(), false)
              .filter(item -> !item.path("is_system").booleanValue())
              .findFirst()
              .orElseThrow();

      Answer changed =
          client.patch("/api/v2/" + list + "/" + first.get(id).textValue(), each.getValue(), admin);

      assertThat(changed.status()).as(changed.body()).isEqualTo(200);
      assertThat(before).as(list).hasSizeGreaterThan(1);
      assertThat(get(list).findValuesAsText(id)).isEqualTo(before.findValuesAsText(id));
    }
  }

  @Test
  void what_is_put_keeps_its_id_and_the_time_at_which_it_was_made() {
    Answer made = post("network-acls", ACL.formatted("first"));
    String id = made.json().get("id").textValue();
    clock.advance(Duration.ofHours(1));

    Answer put = client.put("/api/v2/network-acls/" + id, ACL.formatted("second"), admin);

    assertThat(List.of(made.status(), put.status())).containsExactly(201, 200);
    JsonNode now = get("network-acls/" + id);
    assertThat(now.get("description").textValue()).isEqualTo("second");
    assertThat(now.get("id")).isEqualTo(made.json().get("id"));
    assertThat(now.get("created_at")).isEqualTo(made.json().get("created_at"));
    assertThat(Instant.parse(now.get("updated_at").textValue()))
        .isEqualTo(Instant.parse(now.get("created_at").textValue()).plus(Duration.ofHours(1)));
  }

  @Test
  void what_a_connection_has_once_is_made_with_201_and_changed_with_200() {
    String path =
        "connections/"
            + made("connections", "{\"name\":\"staff\",\"strategy\":\"oidc\"}")
            + "/scim-configuration";

    Answer made = post(path, "{\"user_id_attribute\":\"externalId\",\"mapping\":[]}");
    Answer changed =
        client.patch(
            "/api/v2/" + path, "{\"user_id_attribute\":\"userName\",\"mapping\":[]}", admin);

    assertThat(List.of(made.status(), changed.status())).containsExactly(201, 200);
    assertThat(get(path).get("user_id_attribute").textValue()).isEqualTo("userName");
  }

  private JsonNode bind(String type, String value) {
    return client
        .patch(
            "/api/v2/actions/triggers/post-login/bindings",
            "{\"bindings\":[{\"ref\":{\"type\":\"" + type + "\",\"value\":\"" + value + "\"}}]}",
            admin)
        .json()
        .get("bindings");
  }

  private String made(String path, String body) {
    return post(path, body).json().get("id").textValue();
  }

  private Answer post(String path, String body) {
    return client.post("/api/v2/" + path, "application/json", body, admin);
  }

  private JsonNode get(String path) {
    return client.get("/api/v2/" + path, admin).json();
  }
}
