package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_OTP_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_RECOVERY_CODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.portcullis.emulator.internal.mfa.Codes;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.SameUserLimit;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every kind of event that a busy day writes, against Auth0's published log schemas. They are not
 * part of this repository: {@code -Dauth0.log.schemas=FOLDER}, or the folder beside it.
 */
class EventSchemasTest {

  private static final String HERE = "203.0.113.7";

  private final TestClock clock = new TestClock();

  @Test
  void every_event_of_a_busy_day_fits_its_schema() throws Exception {
    Optional<Path> folder = folder();
    assumeTrue(
        folder.isPresent(),
        "skipped: no Auth0 log schemas here; name their folder with -Dauth0.log.schemas=FOLDER");
    List<LogEvent> events = aBusyDay();

    List<String> problems = new ArrayList<>();
    Set<String> checked = new TreeSet<>();
    for (LogEvent event : events) {
      Path file = folder.orElseThrow().resolve(event.type().code() + ".schema.json");
      if (Files.exists(file)) {
        checked.add(event.type().code());
        for (Error error :
            schema(file).validate(Client.JSON.<JsonNode>valueToTree(event.fields()))) {
          problems.add(event.type().code() + ": " + error);
        }
      }
    }

    assertThat(problems).isEmpty();
    assertThat(checked)
        .containsExactlyInAnyOrder(
            "api_limit",
            "api_limit_warning",
            "f",
            "fcpr",
            "feoobft",
            "feotpft",
            "fepft",
            "fercft",
            "ferrt",
            "fertft",
            "fp",
            "fu",
            "gd_auth_failed",
            "limit_mu",
            "limit_sul",
            "limit_wc",
            "mfar",
            "pla",
            "pwd_leak",
            "reset_pwd_leak",
            "sapi",
            "scp",
            "scpr",
            "seoobft",
            "seotpft",
            "sepft",
            "sercft",
            "sertft",
            "srrt",
            "ublkdu");
  }

  private List<LogEvent> aBusyDay() {
    TenantDefinition definition =
        TenantDefinition.demo().toBuilder()
            .application(
                TenantDefinition.demo()
                    .application(GATEWAY_CLIENT_ID)
                    .orElseThrow()
                    .withRefreshTokens(RefreshTokenPolicy.rotated()))
            .sameUserLimit(SameUserLimit.auth0Defaults())
            .tokenRateLimit(TokenRateLimit.announcedOnly().withPerSecond(40).withEnforced(true))
            .suspiciousIp(SuspiciousIpSettings.defaults().withMaxAttempts(5))
            .botDetection(BotDetectionSettings.challenging(BotDetectionSettings.Policy.WHEN_RISKY))
            .build();
    try (Auth0Emulator emulator =
            Auth0Emulator.start(TestSettings.at(clock).withTenant(definition));
        Client client = new Client(emulator)) {
      logins(client);
      refreshes(client);
      secondSteps(client, emulator);
      resetsAndBlocks(client, emulator);
      nextSecond();
      for (int i = 0; i < 41; i++) {
        client.token(Map.of());
      }
      return emulator.tenant().logs();
    }
  }

  private void logins(Client client) {
    for (int i = 0; i < 21; i++) {
      client.logIn(ALICE, ALICE_PASSWORD, HERE);
    }
    nextSecond();
    client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, HERE);
    client.logIn(DemoTenant.BLOCKED, DemoTenant.BLOCKED_PASSWORD, HERE);
    for (int i = 0; i < 20; i++) {
      client.logIn("user" + i + "@example.com", "wrong", "2001:db8::7");
    }
    nextSecond();
  }

  private void refreshes(Client client) {
    String first =
        client
            .token(with(login(DemoTenant.BOB, DemoTenant.BOB_PASSWORD), "scope", "offline_access"))
            .json()
            .get("refresh_token")
            .textValue();
    client.token(refresh(first));
    client.token(refresh(first));
    client.token(refresh("v1.unknown"));
    String other =
        client
            .token(with(login(DemoTenant.BOB, DemoTenant.BOB_PASSWORD), "scope", "offline_access"))
            .json()
            .get("refresh_token")
            .textValue();
    client.form(
        "/oauth/revoke",
        Map.of(
            "client_id",
            GATEWAY_CLIENT_ID,
            "client_secret",
            GATEWAY_CLIENT_SECRET,
            "token",
            other));
    nextSecond();
  }

  private void secondSteps(Client client, Auth0Emulator emulator) {
    client.token(step(client, "otp", Map.of("otp", "000000")));
    client.token(step(client, "otp", Map.of("otp", Codes.at(MIA_OTP_SECRET, clock.instant()))));
    client.token(step(client, "recovery-code", Map.of("recovery_code", "wrong")));
    client.token(step(client, "recovery-code", Map.of("recovery_code", MIA_RECOVERY_CODE)));
    client.token(step(client, "oob", Map.of("oob_code", "unknown")));
    Map<String, String> oob = step(client, "oob", Map.of());
    String oobCode =
        client
            .form("/mfa/challenge", with(oob, "challenge_type", "oob"))
            .json()
            .get("oob_code")
            .textValue();
    String code = emulator.tenant().mails().getLast().content().orElseThrow().reveal();
    client.token(with(with(oob, "oob_code", oobCode), "binding_code", code));
    nextSecond();
  }

  private void resetsAndBlocks(Client client, Auth0Emulator emulator) {
    for (int i = 0; i < 10; i++) {
      client.logIn(DemoTenant.BOB, "wrong", "198.51.100.9");
      clock.advance(Duration.ofDays(1));
    }
    String reset = "/dbconnections/change_password";
    client.form(reset, Map.of("connection", CONNECTION, "email", "nobody@example.com"));
    client.delete(
        "/api/v2/user-blocks?identifier=" + DemoTenant.BOB,
        "Authorization",
        "Bearer " + client.managementToken("update:users"));
    client.form(reset, Map.of("connection", CONNECTION, "email", ALICE));
    String link =
        emulator
            .tenant()
            .mails()
            .getLast()
            .content()
            .orElseThrow()
            .reveal()
            .substring(emulator.baseUri().toString().length());
    client.form(link, Map.of("password", "AUTH0-TEST-x"));
    client.form(link, Map.of("password", "a sound one"));
    for (String action : List.of("block-user", "admit-user", "send-reset")) {
      client.form(
          "/emulator/ui/" + action,
          Map.of("user_id", "auth0|000000000000000000000001"),
          "sec-fetch-site",
          "same-origin");
    }
  }

  private static Map<String, String> refresh(String token) {
    return Map.of(
        "grant_type",
        "refresh_token",
        "client_id",
        GATEWAY_CLIENT_ID,
        "client_secret",
        GATEWAY_CLIENT_SECRET,
        "refresh_token",
        token);
  }

  private static Map<String, String> step(
      Client client, String grant, Map<String, String> parameters) {
    String token = client.logIn(MIA, MIA_PASSWORD, HERE).json().get("mfa_token").textValue();
    Map<String, String> form =
        Map.of(
            "grant_type",
            "http://auth0.com/oauth/grant-type/mfa-" + grant,
            "client_id",
            GATEWAY_CLIENT_ID,
            "client_secret",
            GATEWAY_CLIENT_SECRET,
            "mfa_token",
            token);
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      form = with(form, each.getKey(), each.getValue());
    }
    return form;
  }

  private void nextSecond() {
    clock.advance(Duration.ofSeconds(1));
  }

  private static Schema schema(Path file) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(Client.JSON.readTree(Files.readString(file)));
  }

  private static Optional<Path> folder() {
    Path repository = Path.of("").toAbsolutePath().getParent();
    Stream<Path> beside =
        repository == null
            ? Stream.of()
            : Stream.of("../shared/data/auth0-log-schemas", "../../shared/data/auth0-log-schemas")
                .map(repository::resolve);
    return Stream.concat(
            Optional.ofNullable(System.getProperty("auth0.log.schemas")).map(Path::of).stream(),
            beside)
        .filter(Files::isDirectory)
        .findFirst();
  }
}
