package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.HostedClient.response;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_RECOVERY_CODE;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.TokenRule;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom claims and denials, where a tenant has an Action. */
class TokenRulesTest {

  private static final String PLAN = "https://example.com/plan";
  private static final String ROLES = "https://example.com/roles";
  private static final String IP = "https://example.com/ip";

  private static final TenantDefinition DEMO = TenantDefinition.demo();

  private final Auth0Emulator emulator =
      Auth0Emulator.start(
          TestSettings.at(new TestClock())
              .withTenant(
                  DEMO.toBuilder()
                      .application(
                          DEMO.application(GATEWAY_CLIENT_ID)
                              .orElseThrow()
                              .withRefreshTokens(RefreshTokenPolicy.rotated()))
                      .application(
                          DEMO.application(MANAGEMENT_CLIENT_ID)
                              .orElseThrow()
                              .withApiGrant(API_AUDIENCE, "read:orders"))
                      .build()));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void claims_are_set_in_both_tokens_and_again_at_a_refresh() throws Exception {
    rules(
        TokenRule.EMPTY
            .withIdToken(Map.of(PLAN, "gold", IP, "event.request.ip"))
            .withAccessToken(
                Map.of(ROLES, "event.authorization.roles", "seats", 12, PLAN, "event.tenant.id")),
        TokenRule.EMPTY
            .withWhen("event.transaction.protocol == \"oauth2-refresh-token\"")
            .withIdToken(Map.of(PLAN, "refreshed")));
    patchAlice("{\"app_metadata\":{\"plan\":\"gold\"}}");

    Answer first = logIn(ALICE, ALICE_PASSWORD);
    Answer second = client.token(refresh(first), "auth0-forwarded-for", "198.51.100.9");

    assertThat(claims(first, "id_token").getClaim(PLAN)).isEqualTo("gold");
    assertThat(claims(first, "id_token").getClaim(IP)).isEqualTo("203.0.113.7");
    assertThat(claims(first, "access_token").getStringListClaim(ROLES)).isEmpty();
    assertThat(claims(first, "access_token").getClaim("seats")).isEqualTo(12L);
    assertThat(claims(first, "access_token").getClaim(PLAN)).isEqualTo("demo");
    assertThat(claims(second, "id_token").getClaim(PLAN)).isEqualTo("refreshed");
    assertThat(claims(second, "id_token").getClaim(IP)).isEqualTo("198.51.100.9");
  }

  @Test
  void a_value_that_the_event_does_not_have_is_no_claim() throws Exception {
    rules(TokenRule.EMPTY.withIdToken(Map.of(PLAN, "event.user.app_metadata.plan")));

    Answer without = logIn(ALICE, ALICE_PASSWORD);
    patchAlice("{\"app_metadata\":{\"plan\":{\"name\":\"gold\"}}}");
    Answer with = logIn(ALICE, ALICE_PASSWORD);

    assertThat(claims(without, "id_token").getClaim(PLAN)).isNull();
    assertThat(claims(with, "id_token").getClaim(PLAN)).isEqualTo(Map.of("name", "gold"));
  }

  @Test
  void a_rule_is_for_users_applications_and_a_condition() {
    rules(
        TokenRule.EMPTY.withUsers(List.of("ALICE@example.com")).withDeny("Not Alice."),
        TokenRule.EMPTY.withClients(List.of(MANAGEMENT_CLIENT_ID)).withDeny("No machines."),
        TokenRule.EMPTY
            .withUsers(List.of("auth0|000000000000000000000002"))
            .withWhen("event.request.ip starts_with \"192.0.2.\"")
            .withDeny("Not from there."));

    List<String> answers =
        List.of(
            client.logIn(ALICE, ALICE_PASSWORD, "203.0.113.7").body(),
            client.logIn(BOB, BOB_PASSWORD, "192.0.2.1").body(),
            client.logIn(BOB, BOB_PASSWORD, "203.0.113.7").body(),
            machine().body());

    assertThat(answers.get(0)).contains("\"access_denied\"", "Not Alice.");
    assertThat(answers.get(1)).contains("\"access_denied\"", "Not from there.");
    assertThat(answers.get(2)).contains("access_token");
    assertThat(answers.get(3)).contains("\"access_denied\"", "No machines.");
  }

  @Test
  void a_denial_is_a_403_and_a_failed_exchange_in_the_log() {
    rules(TokenRule.EMPTY.withWhen("not event.organization.id != null").withDeny("Staff only."));

    Answer answer = client.logIn(ALICE, ALICE_PASSWORD, "203.0.113.7");

    assertThat(answer.verdict()).isEqualTo("403 access_denied");
    assertThat(answer.json().get("error_description").textValue()).isEqualTo("Staff only.");
    LogEvent event = emulator.tenant().logs().getLast();
    assertThat(event.type().code()).isEqualTo("fepft");
    assertThat(event.description()).isEqualTo("Staff only.");
    assertThat(event.userId()).isEqualTo("auth0|000000000000000000000001");
  }

  @Test
  void a_denied_refresh_does_not_use_the_token_up() {
    Answer first = logIn(ALICE, ALICE_PASSWORD);
    rules(TokenRule.EMPTY.withDeny("Not now."));
    Answer denied = client.token(refresh(first));
    String type = emulator.tenant().logs().getLast().type().code();
    rules();

    Answer again = client.token(refresh(first));

    assertThat(denied.verdict()).isEqualTo("403 access_denied");
    assertThat(type).isEqualTo("fertft");
    assertThat(again.status()).isEqualTo(200);
  }

  @Test
  void a_second_factor_comes_before_the_rules() throws Exception {
    rules(
        TokenRule.EMPTY
            .withWhen("event.user.email == \"" + MIA + "\"")
            .withIdToken(Map.of(PLAN, "of Mia")));
    String mfaToken = client.token(login(MIA, MIA_PASSWORD)).json().get("mfa_token").textValue();

    Answer answer =
        client.token(
            with(
                with(
                    with(
                        login(MIA, MIA_PASSWORD),
                        "grant_type",
                        "http://auth0.com/oauth/grant-type/mfa-recovery-code"),
                    "mfa_token",
                    mfaToken),
                "recovery_code",
                MIA_RECOVERY_CODE));

    assertThat(claims(answer, "id_token").getClaim(PLAN)).isEqualTo("of Mia");
  }

  @Test
  void a_hosted_login_is_decided_in_the_browser_and_its_code_gives_the_claims() throws Exception {
    rules(
        TokenRule.EMPTY.withUsers(List.of(BOB)).withDeny("Not Bob."),
        TokenRule.EMPTY
            .withClients(List.of(WEB_CLIENT_ID))
            .withWhen("event.transaction.protocol == \"oidc-basic-profile\"")
            .withIdToken(Map.of(PLAN, "event.user.email"))
            .withAccessToken(Map.of(PLAN, "event.resource_server.identifier")));
    Map<String, String> request = with(request(), "audience", API_AUDIENCE);

    Answer tokens =
        browser.exchange(HostedClient.code(browser.logIn(request, ALICE, ALICE_PASSWORD)));
    browser.forget("auth0");
    Answer denied = browser.logIn(request, BOB, BOB_PASSWORD);
    Answer silent = browser.authorize(with(request, "prompt", "none"));

    assertThat(claims(tokens, "id_token").getClaim(PLAN)).isEqualTo(ALICE);
    assertThat(claims(tokens, "access_token").getClaim(PLAN)).isEqualTo(API_AUDIENCE);
    assertThat(response(denied))
        .containsEntry("error", "access_denied")
        .containsEntry("error_description", "Not Bob.");
    assertThat(response(silent)).containsEntry("error", "access_denied");
    assertThat(emulator.tenant().logs())
        .extracting(event -> event.type().code())
        .containsSequence("f", "fsa");
  }

  @Test
  void the_token_of_a_machine_gets_claims_too() throws Exception {
    rules(TokenRule.EMPTY.withAccessToken(Map.of(PLAN, "event.client.name")));

    Answer answer = machine();

    assertThat(claims(answer, "access_token").getClaim(PLAN)).isEqualTo("Management");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub", "aud", "org_id", "permissions", "roles", "scope", "email"})
  void a_claim_that_auth0_reserves_is_refused(String claim) {
    assertThatThrownBy(() -> TokenRule.EMPTY.withIdToken(Map.of(claim, "x")))
        .hasMessageContaining(claim);
    assertThat(TokenRule.isReserved(claim, false)).isEqualTo(!claim.equals("email"));
  }

  private void rules(TokenRule... rules) {
    emulator.tenant().configure(builder -> builder.tokenRules(List.of(rules)));
  }

  private void patchAlice(String body) {
    client.patch(
        "/api/v2/users/auth0%7C000000000000000000000001",
        body, "Authorization", "Bearer " + client.managementToken("update:users"));
  }

  private Answer logIn(String user, String password) {
    return client.token(
        with(
            with(login(user, password), "scope", "openid offline_access read:orders"),
            "audience",
            API_AUDIENCE),
        "auth0-forwarded-for",
        "203.0.113.7");
  }

  private Answer machine() {
    return client.token(
        Map.of(
            "grant_type", "client_credentials",
            "client_id", MANAGEMENT_CLIENT_ID,
            "client_secret", MANAGEMENT_CLIENT_SECRET,
            "audience", API_AUDIENCE));
  }

  private static Map<String, String> refresh(Answer login) {
    return with(
        with(login("", ""), "grant_type", "refresh_token"),
        "refresh_token",
        login.json().get("refresh_token").textValue());
  }

  private static JWTClaimsSet claims(Answer answer, String token) throws ParseException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return SignedJWT.parse(answer.json().get(token).textValue()).getJWTClaimsSet();
  }
}
