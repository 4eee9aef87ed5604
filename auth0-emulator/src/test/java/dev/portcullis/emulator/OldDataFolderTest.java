package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Policy;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data folder that an earlier version wrote: {@code data/state.jsonl} was written before the
 * settings had one codec. Do not regenerate it; a row that is no longer read breaks the folders of
 * users.
 */
@Timeout(60)
class OldDataFolderTest {

  private static final String REFRESH_TOKEN = "v1.uN3Fpgo_N9SJc1jb5gCSMOqaAk2DgDNKdQmi0V0xsK6l";
  private static final String MFA_TOKEN =
      "Fe26.2*SSUb_UNeRQBylbVsBF2enDwhfkl5WiKPQO25prH1P25OHdNiArWqM1UAmUaAMGS3";
  private static final String OOB_CODE = "Fe26.2*xDF3itJFjaBslxSGORg1TAUY4U8KZL-g";
  private static final String TEXT_MESSAGE = "234707";

  @TempDir private Path directory = Path.of(".");

  @BeforeEach
  void copyTheOldState() throws IOException {
    try (InputStream state = OldDataFolderTest.class.getResourceAsStream("data/state.jsonl")) {
      Files.copy(Objects.requireNonNull(state), directory.resolve("state.jsonl"));
    }
  }

  @Test
  void its_settings_are_read() {
    try (Auth0Emulator emulator = start()) {
      TenantDefinition tenant = emulator.tenant().configuration();

      assertThat(tenant.bruteForce().maxAttempts()).isEqualTo(3);
      assertThat(tenant.bruteForce().mode()).isEqualTo(Mode.COUNT_PER_IDENTIFIER);
      assertThat(tenant.bruteForce().allowlist().entries()).containsExactly("198.51.100.0/24");
      assertThat(tenant.suspiciousIp().login().maxAttempts()).isEqualTo(50);
      assertThat(tenant.suspiciousIp().login().rate()).isEqualTo(Duration.ofMinutes(1));
      assertThat(tenant.botDetection().policy()).isEqualTo(Policy.WHEN_RISKY);
      assertThat(tenant.breachedPasswords().signUpShields()).hasSize(1);
      assertThat(tenant.application(UNTRUSTED_CLIENT_ID).orElseThrow())
          .satisfies(app -> assertThat(app.ipHeaderTrusted()).isTrue())
          .satisfies(
              app ->
                  assertThat(app.refreshTokens())
                      .isEqualTo(
                          RefreshTokenPolicy.rotated()
                              .withLeeway(Duration.ofSeconds(5))
                              .expiringAfter(Duration.ofHours(1))));
    }
  }

  @Test
  void its_settings_are_written_as_they_were_with_the_newer_keys_added() throws IOException {
    JsonNode before = configurationRow();

    try (Auth0Emulator emulator = start();
        Client client = new Client(emulator)) {
      ObjectNode after = (ObjectNode) client.get("/emulator/state").json();
      after.putArray("users");
      after.remove(List.of("roles", "organizations"));
      ((ObjectNode) after.path("emulator"))
          .remove(List.of("management_rate_limit", "token_rules", "legacy_enabled_clients"));
      ((ObjectNode) after.path("tenant")).remove("allow_organization_name_in_authentication_api");
      for (JsonNode api : after.path("resource_servers")) {
        ((ObjectNode) api).remove(List.of("enforce_policies", "token_dialect"));
      }
      for (JsonNode application : after.path("clients")) {
        ((ObjectNode) application).remove("is_first_party");
        ((ObjectNode) application).remove("jwt_configuration");
        ((ObjectNode) application).remove("organization_usage");
        ((ObjectNode) application).remove("organization_require_behavior");
        ObjectNode refreshToken = (ObjectNode) application.path("refresh_token");
        if (refreshToken.path("infinite_token_lifetime").booleanValue()) {
          refreshToken.remove("token_lifetime");
        }
        refreshToken.remove(
            List.of(
                "infinite_token_lifetime", "idle_token_lifetime", "infinite_idle_token_lifetime"));
      }
      ((ObjectNode) after.path("tenant"))
          .remove(List.of("device_flow", "enabled_locales", "flags"));
      for (JsonNode connection : after.path("connections")) {
        ((ObjectNode) connection.path("options")).remove("disable_signup");
      }

      assertThat(after).isEqualTo(before);
    }
  }

  @Test
  void its_users_counters_tokens_and_second_factors_go_on() {
    try (Auth0Emulator emulator = start();
        Client client = new Client(emulator)) {
      assertThat(client.logIn(ALICE, ALICE_PASSWORD, "192.0.2.1").status()).isEqualTo(200);
      assertThat(client.logIn(BOB, BOB_PASSWORD, "192.0.2.9").status()).isEqualTo(429);
      assertThat(
              client
                  .token(of("grant_type", "refresh_token", "refresh_token", REFRESH_TOKEN))
                  .status())
          .isEqualTo(200);
      assertThat(
              client
                  .token(
                      Client.with(
                          Client.with(
                              of(
                                  "grant_type",
                                  "http://auth0.com/oauth/grant-type/mfa-oob",
                                  "mfa_token",
                                  MFA_TOKEN),
                              "oob_code",
                              OOB_CODE),
                          "binding_code",
                          TEXT_MESSAGE))
                  .status())
          .isEqualTo(200);
      assertThat(emulator.tenant().mails()).hasSize(2);
      assertThat(emulator.tenant().logs()).hasSizeGreaterThan(24);
    }
  }

  private Auth0Emulator start() {
    return Auth0Emulator.start(TestSettings.at(new TestClock()).withData(directory));
  }

  private JsonNode configurationRow() throws IOException {
    for (String line :
        Files.readAllLines(directory.resolve("state.jsonl"), StandardCharsets.UTF_8)) {
      JsonNode row = Client.JSON.readTree(line);
      if (row.path(0).asText().equals("configuration")) {
        return row.path(2);
      }
    }
    throw new AssertionError("no row of the configuration");
  }

  private static Map<String, String> of(String name, String value, String other, String text) {
    return Client.with(
        Client.with(
            Map.of("client_id", GATEWAY_CLIENT_ID, "client_secret", GATEWAY_CLIENT_SECRET),
            name,
            value),
        other,
        text);
  }
}
