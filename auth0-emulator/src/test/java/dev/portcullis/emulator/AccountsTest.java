package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenant.protection.Throttle;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {

  private static final String HERE = "203.0.113.7";
  private static final TenantDefinition SEED =
      TenantDefinition.demo().toBuilder()
          .suspiciousIp(
              SuspiciousIpSettings.defaults().withSignUp(new Throttle(3, Duration.ofMinutes(1))))
          .build();

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator =
      Auth0Emulator.start(TestSettings.at(clock).withTenant(SEED));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void who_signs_up_can_log_in() {
    Answer signedUp = signUp("new@example.com", "a good password");

    assertThat(signedUp.status()).isEqualTo(200);
    assertThat(signedUp.json().get("email_verified").booleanValue()).isFalse();
    assertThat(client.logIn("new@example.com", "a good password", HERE).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "alice@example.com, a good password, invalid_signup",
    "new@example.com, AUTH0-TEST-leaked, password_leaked",
    "not an address, a good password, invalid_request",
    "new@example.com, '', invalid_request",
  })
  void a_sign_up_is_refused(String email, String password, String code) {
    Answer answer = signUp(email, password);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("code").textValue()).isEqualTo(code);
  }

  @Test
  void an_address_signs_up_so_often_and_then_waits() {
    for (int i = 0; i < 3; i++) {
      signUp("user" + i + "@example.com", "a good password");
    }

    Answer refused = signUp("user3@example.com", "a good password");
    clock.advance(Duration.ofMinutes(1));
    Answer later = signUp("user3@example.com", "a good password");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(later.status()).isEqualTo(200);
  }

  @Test
  void a_reset_mail_leads_to_a_page_that_sets_a_password_once() {
    askForReset(ALICE);
    String link = content();

    Answer page = client.get(link);
    Answer changed = client.form(link, Map.of("password", "another password"));
    Answer again = client.form(link, Map.of("password", "a third password"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("autocomplete=\"new-password\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(404);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).verdict()).isEqualTo("403 invalid_grant");
    assertThat(client.logIn(ALICE, "another password", HERE).status()).isEqualTo(200);
  }

  @Test
  void a_reset_link_is_valid_for_five_days() {
    askForReset(ALICE);
    String link = content();
    clock.advance(Duration.ofDays(5));

    Answer answer = client.form(link, Map.of("password", "another password"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void a_breached_password_cannot_be_set_and_leaves_the_link_good() {
    askForReset(ALICE);
    String link = content();

    Answer leaked = client.form(link, Map.of("password", "AUTH0-TEST-x"));
    Answer sound = client.form(link, Map.of("password", "another password"));

    assertThat(leaked.status()).isEqualTo(400);
    assertThat(sound.status()).isEqualTo(200);
  }

  @Test
  void the_mail_about_a_breached_password_lets_its_user_back_in() {
    client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, HERE);

    client.form(content(), Map.of("password", "another password"));

    assertThat(client.logIn(DemoTenant.LEAKY, "another password", HERE).status()).isEqualTo(200);
  }

  @Test
  void the_mail_about_a_block_lifts_it_when_it_is_confirmed() {
    for (int i = 0; i < 10; i++) {
      client.logIn(ALICE, "wrong", HERE);
    }
    String link = content();

    Answer seen = client.get(link);
    Answer stillBlocked = client.logIn(ALICE, ALICE_PASSWORD, HERE);
    Answer lifted = client.form(link, Map.of("confirm", "yes"));

    assertThat(seen.status()).isEqualTo(200).isEqualTo(lifted.status());
    assertThat(stillBlocked.status()).isEqualTo(429);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
    assertThat(emulator.tenant().logs())
        .extracting(event -> event.type().code())
        .contains("ublkdu");
  }

  @Test
  void a_reset_lifts_a_block_too() {
    for (int i = 0; i < 10; i++) {
      client.logIn(ALICE, "wrong", HERE);
    }
    askForReset(ALICE);

    client.form(content(), Map.of("password", "another password"));

    assertThat(client.logIn(ALICE, "another password", HERE).status()).isEqualTo(200);
  }

  @Test
  void after_ten_resets_one_a_minute_is_left_for_an_address_and_a_user() {
    for (int i = 0; i < 10; i++) {
      assertThat(askForReset(ALICE).status()).isEqualTo(200);
    }

    Answer refused = askForReset("ALICE@example.com");
    Answer other = askForReset(DemoTenant.BOB);
    clock.advance(Duration.ofMinutes(1));
    Answer later = askForReset(ALICE);

    assertThat(refused.verdict()).isEqualTo("429 too_many_requests");
    assertThat(other.status()).isEqualTo(200).isEqualTo(later.status());
  }

  @Test
  void a_ticket_of_the_management_api_works_like_the_mail() {
    Answer made =
        client.post(
            "/api/v2/tickets/password-change",
            "application/json",
            "{\"user_id\":\"auth0|000000000000000000000001\",\"ttl_sec\":60}",
            "Authorization",
            "Bearer " + client.managementToken("create:user_tickets"));
    URI ticket = URI.create(made.json().get("ticket").textValue());

    Answer changed =
        client.form(ticket.getPath() + "?" + ticket.getQuery(), Map.of("password", "another"));

    assertThat(made.status()).isEqualTo(201);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(emulator.tenant().mails()).isEmpty();
  }

  private Answer signUp(String email, String password) {
    return client.form(
        "/dbconnections/signup",
        Map.of(
            "client_id",
            GATEWAY_CLIENT_ID,
            "connection",
            CONNECTION,
            "email",
            email,
            "password",
            password));
  }

  private Answer askForReset(String email) {
    return client.form(
        "/dbconnections/change_password", Map.of("connection", CONNECTION, "email", email));
  }

  private String content() {
    URI link = URI.create(emulator.tenant().mails().getLast().content().orElseThrow().reveal());
    return link.getPath() + "?" + link.getQuery();
  }
}
