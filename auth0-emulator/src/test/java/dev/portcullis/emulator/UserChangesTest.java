package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.Shield;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects of what the Management API writes about users, connections and applications. */
@Timeout(60)
class UserChangesTest {

  private static final String ALICE = "/api/v2/users/auth0%7C000000000000000000000001";
  private static final String CONNECTION = "/api/v2/connections/con_Demo0123456789AB";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);
  private final String[] admin = {"Authorization", "Bearer " + client.managementToken("")};

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({"'',1", "',\"email_verified\":true',0", "',\"verify_email\":false',0"})
  void a_new_user_gets_a_mail_unless_the_address_is_proven(String more, int mails) {
    post(
        "users",
        "{'connection':'Username-Password-Authentication','email':'n@example.com','password':'a b"
            + " c d e'"
            + more.replace('"', '\'')
            + "}");

    assertThat(emulator.tenant().mails())
        .filteredOn(mail -> mail.kind() == SentMail.Kind.EMAIL_VERIFICATION)
        .hasSize(mails);
  }

  @Test
  void another_address_is_unproven_until_the_user_opens_the_mailed_link() {
    JsonNode silent = client.patch(ALICE, json("{'email':'a1@example.com'}"), admin).json();
    int without = emulator.tenant().mails().size();

    JsonNode changed =
        client.patch(ALICE, json("{'email':'a2@example.com','verify_email':true}"), admin).json();
    SentMail mail = emulator.tenant().mails().getLast();
    client.get(path(mail.content().orElseThrow().reveal()));

    assertThat(without).isZero();
    assertThat(silent.get("email_verified").asBoolean()).isFalse();
    assertThat(changed.get("email_verified").asBoolean()).isFalse();
    assertThat(mail.to()).isEqualTo("a2@example.com");
    assertThat(client.get(ALICE, admin).json().get("email_verified").asBoolean()).isTrue();
  }

  @Test
  void a_used_ticket_leads_to_its_result_url() {
    String ticket =
        post(
                "tickets/password-change",
                "{'user_id':'auth0|000000000000000000000001','includeEmailInRedirect':true,"
                    + "'result_url':'https://app.example.com/done?a=b'}")
            .json()
            .get("ticket")
            .textValue();

    Answer form = client.get(path(ticket));
    Answer done = client.form(path(ticket), Map.of("password", "a new password"));
    Answer both =
        post(
            "tickets/password-change",
            "{'user_id':'auth0|000000000000000000000001','client_id':'"
                + GATEWAY_CLIENT_ID
                + "','result_url':'https://app.example.com/'}");

    assertThat(form.header("Content-Security-Policy").getFirst())
        .contains("form-action 'self' https://app.example.com;");
    assertThat(done.status()).isEqualTo(302);
    assertThat(done.header("Location").getFirst())
        .isEqualTo(
            "https://app.example.com/done?a=b&email=alice%40example.com&success=true&code=success"
                + "&message=You+can+now+login+to+the+application+with+the+new+password.");
    assertThat(both.status()).isEqualTo(400);
  }

  @Test
  void a_ticket_of_zero_seconds_lasts_as_long_as_one_without() {
    String ticket =
        post("tickets/password-change", "{'user_id':'auth0|000000000000000000000001','ttl_sec':0}")
            .json()
            .get("ticket")
            .textValue();
    clock.advance(Duration.ofDays(5).minusSeconds(1));
    Answer before = client.get(path(ticket));
    clock.advance(Duration.ofSeconds(1));

    assertThat(before.status()).isEqualTo(200);
    assertThat(client.get(path(ticket)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", DemoTenant.LEAKY_PASSWORD})
  void after_a_refused_password_a_ticket_still_leads_to_its_result_url(String password) {
    client.patch(CONNECTION, json("{'options':{'passwordPolicy':'low'}}"), admin);
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.breachedPasswords(
                    BreachedPasswordSettings.off()
                        .withEnabled(true)
                        .withResetShields(Set.of(Shield.BLOCK))));
    String ticket =
        path(
            post(
                    "tickets/password-change",
                    "{'user_id':'auth0|000000000000000000000001',"
                        + "'result_url':'https://app.example.com/done'}")
                .json()
                .get("ticket")
                .textValue());

    Answer refused = client.form(ticket, Map.of("password", password));
    Answer done = client.form(ticket, Map.of("password", "a new password"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("Content-Security-Policy").getFirst())
        .contains("form-action 'self' https://app.example.com;");
    assertThat(done.header("Location").getFirst()).startsWith("https://app.example.com/done");
  }

  @Test
  void a_sign_up_keeps_the_profile_and_tokens_have_it() throws Exception {
    Answer signedUp =
        client.post(
            "/dbconnections/signup",
            "application/json",
            json(
                "{'client_id':'"
                    + GATEWAY_CLIENT_ID
                    + "','connection':'Username-Password-Authentication',"
                    + "'email':'ida@example.com','password':'a b c d e','given_name':'Ida',"
                    + "'family_name':'Rhodes','name':'Ida Rhodes','nickname':'ida',"
                    + "'username':'irhodes','picture':'https://example.com/ida.png',"
                    + "'phone_number':'+15005550100','user_metadata':{'plan':'gold'}}"));
    Answer refused =
        client.post(
            "/dbconnections/signup",
            "application/json",
            json(
                "{'client_id':'"
                    + GATEWAY_CLIENT_ID
                    + "','connection':'Username-Password-Authentication',"
                    + "'email':'other@example.com','password':'a b c d e',"
                    + "'user_metadata':{'plan':{'a':1}}}"));

    JsonNode user = client.get("/api/v2/users-by-email?email=ida@example.com", admin).json().get(0);
    String token = logIn("ida@example.com", "a b c d e").json().get("id_token").textValue();
    Map<String, Object> claims = SignedJWT.parse(token).getJWTClaimsSet().getClaims();

    assertThat(signedUp.json().get("given_name").textValue()).isEqualTo("Ida");
    assertThat(signedUp.json().get("user_metadata").toString()).isEqualTo("{\"plan\":\"gold\"}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(user.get("username").textValue()).isEqualTo("irhodes");
    assertThat(user.get("phone_number").textValue()).isEqualTo("+15005550100");
    assertThat(user.get("user_metadata").toString()).isEqualTo("{\"plan\":\"gold\"}");
    assertThat(claims)
        .containsEntry("given_name", "Ida")
        .containsEntry("family_name", "Rhodes")
        .containsEntry("name", "Ida Rhodes")
        .containsEntry("picture", "https://example.com/ida.png");
  }

  @Test
  void id_tokens_follow_the_jwt_configuration() throws Exception {
    client.patch(
        "/api/v2/clients/" + GATEWAY_CLIENT_ID,
        json("{'jwt_configuration':{'alg':'HS256','lifetime_in_seconds':60}}"),
        admin);

    SignedJWT token =
        SignedJWT.parse(
            logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD).json().get("id_token").textValue());
    JsonNode shown = client.get("/api/v2/clients/" + GATEWAY_CLIENT_ID, admin).json();

    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.HS256);
    assertThat(
            token.verify(
                new MACVerifier(DemoTenant.GATEWAY_CLIENT_SECRET.getBytes(StandardCharsets.UTF_8))))
        .isTrue();
    assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
        .isEqualTo(clock.instant().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS));
    assertThat(shown.get("jwt_configuration").toString())
        .isEqualTo(json("{'lifetime_in_seconds':60,'alg':'HS256','secret_encoded':false}"));
  }

  @Test
  void enabled_clients_are_beside_the_connection_unless_the_tenant_is_older() {
    String change = json("{'enabled_clients':['" + GATEWAY_CLIENT_ID + "']}");
    JsonNode shown = client.get(CONNECTION, admin).json();
    Answer refused = client.patch(CONNECTION, change, admin);
    JsonNode page = client.get(CONNECTION + "/clients?take=1", admin).json();

    emulator.tenant().configure(tenant -> tenant.legacyEnabledClients(true));
    Answer taken = client.patch(CONNECTION, change, admin);

    assertThat(shown.has("enabled_clients")).isFalse();
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("message").textValue())
        .isEqualTo(
            "Payload validation error: 'Additional properties not allowed: enabled_clients'.");
    assertThat(page.get("clients")).hasSize(1);
    assertThat(page.has("next")).isTrue();
    assertThat(taken.json().get("enabled_clients")).hasSize(1);
    assertThat(client.get(CONNECTION + "/clients", admin).json().get("clients")).hasSize(1);
  }

  private Answer logIn(String username, String password) {
    return client.token(Client.with(Client.login(username, password), "scope", "openid profile"));
  }

  private String path(String link) {
    return link.substring(emulator.issuer().length() - 1);
  }

  private Answer post(String path, String body) {
    return client.post("/api/v2/" + path, "application/json", json(body), admin);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
