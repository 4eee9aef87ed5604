package dev.portcullis.emulator.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingGroupTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final SettingGroup<TenantDefinition, TenantDefinition.Builder> PROTECTION =
      AttackProtectionCodec.ATTACK_PROTECTION;
  private static final TenantDefinition DEMO = TenantDefinition.demo();

  private final Collected faults = new Collected();

  @Test
  void only_the_given_keys_change() {
    TenantDefinition after = protect("{\"brute_force_protection\":{\"max_attempts\":3}}");

    assertThat(after.bruteForce()).isEqualTo(BruteForceSettings.defaults().withMaxAttempts(3));
    assertThat(after.suspiciousIp()).isEqualTo(DEMO.suspiciousIp());
    assertThat(faults.all).isEmpty();
  }

  @Test
  void a_null_counts_as_absent() {
    TenantDefinition after =
        protect(
            "{\"brute_force_protection\":{\"mode\":null,\"enabled\":false},\"bot_detection\":null}");

    assertThat(after.bruteForce()).isEqualTo(BruteForceSettings.defaults().withEnabled(false));
    assertThat(after.botDetection()).isEqualTo(DEMO.botDetection());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "enabled":"yes"      | brute_force_protection.enabled: boolean
          "max_attempts":"3"   | brute_force_protection.max_attempts: integer
          "max_attempts":3.5   | brute_force_protection.max_attempts: integer
          "max_attempts":9e99  | brute_force_protection.max_attempts: integer
          "max_attempts":2147483648 | brute_force_protection.max_attempts: integer
          "max_attempts":4294967299 | brute_force_protection.max_attempts: integer
          "max_attempts":-4294967293 | brute_force_protection.max_attempts: integer
          "mode":7             | brute_force_protection.mode: string
          "mode":"any"         | brute_force_protection.mode: any of [count_per_identifier_and_ip, count_per_identifier]
          "shields":"block"    | brute_force_protection.shields: array
          "shields":["blok"]   | brute_force_protection.shields[0]: blok of [block, user_notification, admin_notification]
          "allowlist":{}       | brute_force_protection.allowlist: array
          "allowlist":["::1","x"] | brute_force_protection.allowlist[1]: x, an IPv4 or IPv6 address or CIDR block
          """)
  void a_value_that_cannot_be_used_is_reported_with_its_path(String json, String fault) {
    protect("{\"brute_force_protection\":{" + json + "}}");

    assertThat(faults.all).containsExactly(fault);
  }

  @Test
  void a_value_that_cannot_be_used_leaves_the_setting_as_it_was() {
    TenantDefinition after =
        protect("{\"brute_force_protection\":{\"enabled\":1,\"max_attempts\":4}}");

    assertThat(after.bruteForce()).isEqualTo(BruteForceSettings.defaults().withMaxAttempts(4));
  }

  @Test
  void the_object_itself_refuses_what_is_out_of_range() {
    assertThatThrownBy(() -> protect("{\"brute_force_protection\":{\"max_attempts\":101}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxAttempts: 101 (expected: 1..100)");
  }

  @Test
  void what_is_written_is_read_as_the_same() {
    TenantDefinition changed =
        protect(
            """
            {"brute_force_protection":{"enabled":false,"shields":[],"mode":"count_per_identifier",
              "allowlist":["192.0.2.0/24"],"max_attempts":7},
             "suspicious_ip_throttling":{"stage":{"pre-login":{"max_attempts":9,"rate":40000},
              "pre-user-registration":{"max_attempts":1},
              "pre-custom-token-exchange":{"rate":5}}},
             "breached_password_detection":{"enabled":true,"shields":["admin_notification"],
              "stage":{"pre-user-registration":{"shields":["block"]}}},
             "bot_detection":{"challenge_password_policy":"always","bot_detection_level":"high",
              "allowlist":["::1"],"monitoring_mode_enabled":true}}
            """);
    JsonNode written = MAPPER.valueToTree(PROTECTION.fields(changed));

    TenantDefinition again = PROTECTION.read(DEMO, JsonAt.root(written, faults));

    assertThat(faults.all).isEmpty();
    assertThat(again.bruteForce()).usingRecursiveComparison().isEqualTo(changed.bruteForce());
    assertThat(PROTECTION.fields(again)).isEqualTo(PROTECTION.fields(changed));
    assertThat(again.suspiciousIp().tokenExchange().rate()).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void an_object_with_start_values_is_replaced_and_not_merged() {
    Application rotating =
        DEMO.applications().getFirst().withRefreshTokens(RefreshTokenPolicy.rotated());
    JsonNode patch =
        tree("{\"refresh_token\":{\"expiration_type\":\"expiring\",\"token_lifetime\":60}}");

    Application after = ApplicationCodec.APPLICATION.read(rotating, JsonAt.root(patch, faults));

    assertThat(after.refreshTokens())
        .isEqualTo(RefreshTokenPolicy.nonExpiring().expiringAfter(Duration.ofMinutes(1)));
  }

  @Test
  void a_setting_of_the_file_alone_is_neither_shown_nor_writable() {
    SettingGroup<Application, ?> codec = ApplicationCodec.APPLICATION;

    assertThat(codec.writableKeys())
        .contains("name", "client_secret", "description")
        .doesNotContain("client_id", "client_authentication_methods", "tenant");
    assertThat(codec.shown(DEMO.applications().getFirst()))
        .containsEntry("oidc_conformant", true)
        .doesNotContainKeys("description", "tenant");
  }

  @Test
  void the_schema_has_each_key_with_its_range_and_no_other() {
    JsonNode schema = PROTECTION.schema().at("/properties/brute_force_protection");

    assertThat(schema.path("additionalProperties").booleanValue()).isFalse();
    assertThat(schema.at("/properties/max_attempts").toString())
        .isEqualTo("{\"type\":\"integer\",\"minimum\":1,\"maximum\":100}");
    assertThat(ApplicationCodec.APPLICATION.schema().path("required").toString())
        .isEqualTo("[\"client_id\"]");
  }

  private TenantDefinition protect(String json) {
    return PROTECTION.read(DEMO, JsonAt.root(tree(json), faults));
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Collected implements Faults {

    private final List<String> all = new ArrayList<>();

    @Override
    public void wrongType(JsonAt at, String expected) {
      all.add(at.path() + ": " + expected);
    }

    @Override
    public void unknownName(JsonAt at, List<String> known) {
      all.add(at.path() + ": " + at.node().asText() + " of " + known);
    }

    @Override
    public void invalid(JsonAt at, String found, String expected) {
      all.add(at.path() + ": " + found + ", " + expected);
    }
  }
}
