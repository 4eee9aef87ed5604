package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.LogType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts once, and what was switched off, stays so in a tenant that is started again. */
class RestartTest {

  private static final String MIA_ID = "auth0|000000000000000000000005";

  @TempDir private Path directory = Path.of(".");

  private final TestClock clock = new TestClock();

  private Auth0Emulator start() {
    return Auth0Emulator.start(TestSettings.at(clock).withData(directory.resolve("data")));
  }

  @Test
  void a_paused_log_stream_is_still_paused() {
    String id;
    try (Auth0Emulator before = start();
        Client client = new Client(before)) {
      id =
          client
              .post(
                  "/api/v2/log-streams",
                  "application/json",
                  "{\"name\":\"hook\",\"type\":\"http\",\"sink\":{\"httpEndpoint\":"
                      + "\"http://127.0.0.1:1/\",\"httpContentFormat\":\"JSONLINES\"}}",
                  streams(client))
              .json()
              .get("id")
              .textValue();
      client.patch("/api/v2/log-streams/" + id, "{\"status\":\"paused\"}", streams(client));
    }

    try (Auth0Emulator after = start();
        Client client = new Client(after)) {
      Answer shown = client.get("/api/v2/log-streams/" + id, streams(client));

      assertThat(shown.json().get("status").textValue()).isEqualTo("paused");
    }
  }

  @Test
  void a_one_time_password_that_was_used_is_not_taken_again() {
    String code;
    try (Auth0Emulator before = start();
        Client client = new Client(before)) {
      code = before.tenant().otpCode(MIA_ID).orElseThrow();
      assertThat(verified(client, code).status()).isEqualTo(200);
    }

    try (Auth0Emulator after = start();
        Client client = new Client(after)) {
      assertThat(after.tenant().otpCode(MIA_ID)).contains(code);
      assertThat(verified(client, code).verdict()).isEqualTo("403 invalid_grant");
    }
  }

  @Test
  void a_login_that_was_under_way_goes_on_in_its_session() {
    String code;
    try (Auth0Emulator before = start();
        Client client = new Client(before)) {
      HostedClient browser = new HostedClient(client);
      code = HostedClient.code(browser.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD));
    }

    try (Auth0Emulator after = start();
        Client client = new Client(after)) {
      Answer tokens = new HostedClient(client).exchange(code);
      Answer sessions =
          client.get(
              "/api/v2/users/auth0%7C000000000000000000000001/sessions",
              "Authorization", "Bearer " + client.managementToken("read:sessions"));

      assertThat(tokens.status()).isEqualTo(200);
      assertThat(sessions.json().get("sessions")).hasSize(1);
    }
  }

  @Test
  void what_is_mailed_and_logged_once_an_hour_is_not_repeated_within_it() {
    try (Auth0Emulator before = start();
        Client client = new Client(before)) {
      assertThat(client.logIn(LEAKY, LEAKY_PASSWORD, "203.0.113.7").status()).isEqualTo(401);
      assertThat(before.tenant().mails()).hasSize(1);
    }
    clock.advance(Duration.ofMinutes(59));

    try (Auth0Emulator after = start();
        Client client = new Client(after)) {
      int mailed = after.tenant().mails().size();
      client.logIn(LEAKY, LEAKY_PASSWORD, "203.0.113.7");
      int withinTheHour = after.tenant().mails().size() - mailed;
      clock.advance(Duration.ofMinutes(1));
      client.logIn(LEAKY, LEAKY_PASSWORD, "203.0.113.7");

      assertThat(withinTheHour).isZero();
      assertThat(after.tenant().mails()).hasSize(mailed + 1);
      assertThat(after.tenant().logs())
          .filteredOn(event -> event.type() == LogType.BREACHED_PASSWORD)
          .hasSize(2);
    }
  }

  private static Answer verified(Client client, String code) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "http://auth0.com/oauth/grant-type/mfa-otp");
    form.put("client_id", GATEWAY_CLIENT_ID);
    form.put("client_secret", GATEWAY_CLIENT_SECRET);
    form.put(
        "mfa_token",
        client.logIn(MIA, MIA_PASSWORD, "203.0.113.7").json().get("mfa_token").textValue());
    return client.token(with(form, "otp", code));
  }

  private static String[] streams(Client client) {
    return new String[] {
      "Authorization",
      "Bearer " + client.managementToken("read:log_streams create:log_streams update:log_streams")
    };
  }
}
