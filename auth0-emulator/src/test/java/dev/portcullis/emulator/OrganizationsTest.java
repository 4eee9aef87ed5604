package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.encoded;
import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.location;
import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.HostedClient.response;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_RECOVERY_CODE;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.SentMail;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins to organizations: who is admitted, and what the tokens and the log have of it. */
class OrganizationsTest {

  private static final String ALICE_ID = "auth0|000000000000000000000001";
  private static final String BOB_ID = "auth0|000000000000000000000002";
  private static final String MIA_ID = "auth0|000000000000000000000005";
  private static final String CONNECTION_ID = "con_Demo0123456789AB";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);
  private final String[] admin = {"Authorization", "Bearer " + client.managementToken("")};
  private String acme = "";

  @BeforeEach
  void found() {
    acme = organization("acme");
    join(acme, ALICE_ID);
    usage(GATEWAY_CLIENT_ID, "allow", "no_prompt");
    usage(WEB_CLIENT_ID, "require", "no_prompt");
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_member_gets_tokens_with_the_organizations_id() throws Exception {
    Answer answer = logIn(acme, "openid read:orders offline_access");

    assertThat(claims(answer, "id_token").getClaim("org_id")).isEqualTo(acme);
    assertThat(claims(answer, "access_token").getClaim("org_id")).isEqualTo(acme);
    assertThat(claims(answer, "id_token").getClaim("org_name")).isNull();
    LogEvent event = emulator.tenant().logs().getLast();
    assertThat(event.fields())
        .containsEntry("type", "sepft")
        .containsEntry("organization_id", acme)
        .containsEntry("organization_name", "acme");
  }

  @Test
  void the_tenant_may_allow_names_which_are_in_the_tokens_then() throws Exception {
    Answer before = logIn("acme", "openid");
    client.patch(
        "/api/v2/tenants/settings",
        "{\"allow_organization_name_in_authentication_api\":true}",
        admin);

    Answer after = logIn("ACME", "openid");

    assertThat(before.verdict()).isEqualTo("400 invalid_request");
    assertThat(before.body()).contains("must be an organization id");
    assertThat(claims(after, "id_token").getClaim("org_id")).isEqualTo(acme);
    assertThat(claims(after, "id_token").getClaim("org_name")).isEqualTo("acme");
  }

  @ParameterizedTest
  @CsvSource({
    "deny, true, 400 invalid_request, parameter organization is not allowed for this client",
    "require, false, 400 invalid_request, parameter organization is required for this client",
    "allow, false, 200 , access_token",
    "require, true, 200 , access_token"
  })
  void the_application_decides_whether_a_login_names_an_organization(
      String usage, boolean named, String verdict, String text) {
    usage(GATEWAY_CLIENT_ID, usage, "no_prompt");

    Answer answer =
        client.token(
            named
                ? with(login(ALICE, ALICE_PASSWORD), "organization", acme)
                : login(ALICE, ALICE_PASSWORD));

    assertThat(answer.verdict().strip()).isEqualTo(verdict.strip());
    assertThat(answer.body()).contains(text);
  }

  @Test
  void a_user_who_is_not_a_member_is_refused_unless_the_connection_assigns_membership() {
    Answer refused = client.token(with(login(BOB, BOB_PASSWORD), "organization", acme));
    LogEvent event = emulator.tenant().logs().getLast();
    client.patch(
        "/api/v2/organizations/" + acme + "/enabled_connections/" + CONNECTION_ID,
        "{\"assign_membership_on_login\":true}",
        admin);

    Answer admitted = client.token(with(login(BOB, BOB_PASSWORD), "organization", acme));

    assertThat(refused.verdict()).isEqualTo("403 access_denied");
    assertThat(refused.json().get("error_description").textValue())
        .isEqualTo("user " + BOB_ID + " is not part of the " + acme + " organization");
    assertThat(event.fields())
        .containsEntry("type", "fepft")
        .containsEntry("organization_id", acme);
    assertThat(admitted.status()).isEqualTo(200);
    assertThat(get("organizations/" + acme + "/members")).contains(BOB_ID);
  }

  @Test
  void an_unknown_organization_and_a_connection_that_is_not_its_own_are_refused() {
    String other = post("organizations", "{\"name\":\"other\"}").json().get("id").textValue();
    join(other, ALICE_ID);

    List<String> answers =
        List.of(
            client.token(with(login(ALICE, ALICE_PASSWORD), "organization", "org_x")).body(),
            client.token(with(login(ALICE, ALICE_PASSWORD), "organization", other)).body());

    assertThat(answers.get(0)).contains("invalid_request", "the organization was not found");
    assertThat(answers.get(1))
        .contains("invalid_request", "the connection is not enabled for the organization");
  }

  @Test
  void a_second_factor_and_a_refresh_keep_the_organization() throws Exception {
    join(acme, MIA_ID);
    String mfaToken =
        client
            .token(
                with(
                    with(login(MIA, MIA_PASSWORD), "organization", acme),
                    "scope",
                    "openid offline_access"))
            .json()
            .get("mfa_token")
            .textValue();
    Answer first =
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

    Answer second = client.token(refresh(first));

    assertThat(claims(first, "id_token").getClaim("org_id")).isEqualTo(acme);
    assertThat(claims(second, "id_token").getClaim("org_id")).isEqualTo(acme);
    assertThat(emulator.tenant().logs().getLast().fields())
        .containsEntry("type", "sertft")
        .containsEntry("organization_id", acme);
  }

  @Test
  void a_refresh_token_ends_with_the_membership_and_is_for_no_other_organization() {
    String other = organization("other");
    join(other, ALICE_ID);
    Answer first = logIn(acme, "openid offline_access");

    Answer elsewhere = client.token(with(refresh(first), "organization", other));
    Answer same = client.token(with(refresh(first), "organization", acme));
    client.delete("/api/v2/organizations/" + acme, admin);
    Answer gone = client.token(refresh(first));

    assertThat(elsewhere.verdict()).isEqualTo("403 invalid_grant");
    assertThat(same.status()).isEqualTo(200);
    assertThat(gone.verdict()).isEqualTo("403 access_denied");
    assertThat(gone.body()).contains("is not part of the " + acme);
  }

  @Test
  void a_refresh_token_without_an_organization_is_refused_for_any() {
    Answer first =
        client.token(with(login(ALICE, ALICE_PASSWORD), "scope", "openid offline_access"));

    Answer unknown = client.token(with(refresh(first), "organization", "none"));
    Answer known = client.token(with(refresh(first), "organization", acme));
    Answer plain = client.token(refresh(first));

    assertThat(unknown.verdict()).isEqualTo("403 invalid_grant").isEqualTo(known.verdict());
    assertThat(plain.status()).isEqualTo(200);
  }

  @Test
  void a_members_roles_count_in_the_organization_only() throws Exception {
    String id = client.get("/api/v2/resource-servers", admin).json().get(0).path("id").asText();
    client.patch(
        "/api/v2/resource-servers/" + id,
        "{\"enforce_policies\":true,\"token_dialect\":\"access_token_authz\"}",
        admin);
    String role = post("roles", "{\"name\":\"Buyer\"}").json().get("id").textValue();
    post(
        "roles/" + role + "/permissions",
        "{\"permissions\":[{\"resource_server_identifier\":\"%s\",\"permission_name\":\"%s\"}]}"
            .formatted(API_AUDIENCE, "read:orders"));
    post(
        "organizations/" + acme + "/members/" + encoded(ALICE_ID) + "/roles",
        "{\"roles\":[\"" + role + "\"]}");

    Answer inside = logIn(acme, "read:orders");
    Answer outside =
        client.token(
            with(
                with(login(ALICE, ALICE_PASSWORD), "audience", API_AUDIENCE),
                "scope",
                "read:orders"));

    assertThat(claims(inside, "access_token").getStringListClaim("permissions"))
        .containsExactly("read:orders");
    assertThat(claims(outside, "access_token").getStringListClaim("permissions")).isEmpty();
  }

  @Test
  void a_hosted_login_names_the_organization_and_checks_the_membership() throws Exception {
    Map<String, String> request = with(request(), "organization", acme);

    Answer member = browser.logIn(request, ALICE, ALICE_PASSWORD);
    Answer tokens = browser.exchange(HostedClient.code(member));
    browser.forget("auth0");
    Answer outsider = browser.logIn(request, BOB, BOB_PASSWORD);
    Answer again = browser.authorize(request);

    assertThat(claims(tokens, "id_token").getClaim("org_id")).isEqualTo(acme);
    assertThat(response(outsider))
        .containsEntry("error", "access_denied")
        .containsEntry(
            "error_description",
            "user " + BOB_ID + " is not part of the " + acme + " organization");
    assertThat(response(again)).containsEntry("error", "access_denied");
    assertThat(emulator.tenant().logs())
        .filteredOn(event -> event.fields().get("organization_id") != null)
        .extracting(event -> event.type().code())
        .containsExactly("s", "seacft", "f", "f");
  }

  @Test
  void an_application_that_requires_an_organization_has_to_name_it_without_a_prompt() {
    Answer answer = browser.authorize(request());

    assertThat(response(answer))
        .containsEntry("error", "invalid_request")
        .containsEntry("error_description", "parameter organization is required for this client");
  }

  @Test
  void before_the_login_the_user_is_asked_for_the_organization() throws Exception {
    usage(WEB_CLIENT_ID, "require", "pre_login_prompt");
    String prompt = location(browser.authorize(request()));
    Answer page = browser.get(prompt);
    Answer unknown = browser.post(prompt, Map.of("organization", "nowhere"));
    Answer skipped = browser.post(prompt, Map.of("organization", "", "answer", "none"));

    Answer named = browser.post(prompt, Map.of("organization", "Acme"));
    Answer done =
        browser.post(location(named), Map.of("username", ALICE, "password", ALICE_PASSWORD));

    assertThat(page.body()).contains("Organization name").doesNotContain("Continue without one");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.body()).contains("There is no organization of that name.", "nowhere");
    assertThat(skipped.status()).isEqualTo(400);
    Answer tokens = browser.exchange(HostedClient.code(done));
    assertThat(claims(tokens, "id_token").getClaim("org_id")).isEqualTo(acme);
  }

  @Test
  void an_organization_without_a_connection_of_the_application_cannot_be_named() {
    usage(WEB_CLIENT_ID, "require", "pre_login_prompt");
    String connection =
        post("connections", "{\"name\":\"other\",\"strategy\":\"auth0\"}")
            .json()
            .get("id")
            .textValue();
    post(
        "organizations",
        "{\"name\":\"apart\",\"enabled_connections\":[{\"connection_id\":\"%s\"}]}"
            .formatted(connection));

    Answer named =
        browser.post(location(browser.authorize(request())), Map.of("organization", "apart"));

    assertThat(named.status()).isEqualTo(400);
    assertThat(named.body()).contains("There is no organization of that name.");
  }

  @Test
  void an_application_that_allows_organizations_lets_the_user_go_on_without() throws Exception {
    usage(WEB_CLIENT_ID, "allow", "pre_login_prompt");
    String prompt = location(browser.authorize(request()));
    Answer page = browser.get(prompt);

    Answer none = browser.post(prompt, Map.of("answer", "none"));
    Answer done = browser.post(location(none), Map.of("username", BOB, "password", BOB_PASSWORD));

    assertThat(page.body()).contains("Continue without one");
    Answer tokens = browser.exchange(HostedClient.code(done));
    assertThat(claims(tokens, "id_token").getClaim("org_id")).isNull();
  }

  @Test
  void after_the_login_the_user_chooses_among_several() throws Exception {
    usage(WEB_CLIENT_ID, "require", "post_login_prompt");
    Answer nobody = browser.logIn(request(), BOB, BOB_PASSWORD);
    browser.forget("auth0");
    Answer only = browser.logIn(request(), ALICE, ALICE_PASSWORD);
    String other = organization("other");
    join(other, ALICE_ID);
    organization("third");

    Answer silent = browser.authorize(with(request(), "prompt", "none"));
    String picker = location(browser.authorize(request()));
    Answer page = browser.get(picker);
    Answer foreign = browser.post(picker, Map.of("organization", "org_of_nobody"));
    Answer chosen = browser.post(picker, Map.of("organization", other));

    assertThat(response(nobody))
        .containsEntry("error", "invalid_request")
        .containsEntry(
            "error_description",
            "client requires organization membership, but user does not belong to any"
                + " organization");
    assertThat(orgOf(only)).contains(acme);
    assertThat(response(silent)).containsEntry("error", "interaction_required");
    assertThat(page.body()).contains(">acme<", ">other<").doesNotContain("third", "Personal");
    assertThat(location(foreign)).isEqualTo(picker);
    assertThat(orgOf(chosen)).contains(other);
  }

  @Test
  void an_organization_without_the_users_connection_is_not_offered() throws Exception {
    usage(WEB_CLIENT_ID, "require", "post_login_prompt");
    String closed = post("organizations", "{\"name\":\"closed\"}").json().get("id").textValue();
    join(closed, ALICE_ID);
    join(closed, BOB_ID);

    Answer only = browser.logIn(request(), ALICE, ALICE_PASSWORD);
    browser.forget("auth0");
    Answer nobody = browser.logIn(request(), BOB, BOB_PASSWORD);

    assertThat(orgOf(only)).contains(acme);
    assertThat(response(nobody)).containsEntry("error", "invalid_request");
  }

  @Test
  void a_personal_account_can_be_chosen_where_organizations_are_allowed() throws Exception {
    usage(WEB_CLIENT_ID, "allow", "post_login_prompt");
    String picker = location(browser.logIn(request(), ALICE, ALICE_PASSWORD));

    Answer chosen = browser.post(picker, Map.of("organization", ""));

    assertThat(orgOf(chosen)).isEmpty();
  }

  @Test
  void users_sign_up_in_an_organization_only_where_its_connection_allows_it() throws Exception {
    Map<String, String> request =
        with(with(request(), "organization", acme), "screen_hint", "signup");
    String page = location(browser.authorize(request));
    Map<String, String> newcomer =
        Map.of("username", "new@example.com", "password", "a sound password");
    Answer closed = browser.get(page);
    Answer refused = browser.post(page, newcomer);
    client.patch(
        "/api/v2/organizations/" + acme + "/enabled_connections/" + CONNECTION_ID,
        "{\"assign_membership_on_login\":true,\"is_signup_enabled\":true}",
        admin);

    Answer signedUp = browser.post(page, newcomer);

    assertThat(location(closed)).startsWith("/u/login?");
    assertThat(location(refused)).startsWith("/u/login?");
    assertThat(orgOf(signedUp)).contains(acme);
  }

  @Test
  void an_invitation_makes_the_invited_user_a_member_with_its_roles() throws Exception {
    String role = post("roles", "{\"name\":\"Buyer\"}").json().get("id").textValue();
    Answer invited = invite(BOB, role);
    String ticket = invited.json().get("ticket_id").textValue();
    Map<String, String> request = with(with(request(), "organization", acme), "invitation", ticket);

    String page = location(browser.authorize(request));
    String shown = browser.get(page).body();
    Answer done = browser.post(page, Map.of("username", BOB, "password", BOB_PASSWORD));
    Answer again = browser.authorize(request);

    assertThat(invited.json().get("invitation_url").textValue())
        .isEqualTo(
            "http://localhost:3000/login?invitation="
                + ticket
                + "&organization="
                + acme
                + "&organization_name=acme");
    SentMail mail = emulator.tenant().mails().getLast();
    assertThat(mail.kind()).isEqualTo(SentMail.Kind.INVITATION);
    assertThat(mail.to()).isEqualTo(BOB);
    assertThat(shown).contains("value=\"" + BOB + "\"");
    assertThat(orgOf(done)).contains(acme);
    assertThat(get("organizations/" + acme + "/members")).contains(BOB_ID);
    assertThat(get("organizations/" + acme + "/members/" + encoded(BOB_ID) + "/roles"))
        .contains("Buyer");
    assertThat(get("users/" + encoded(BOB_ID))).contains("\"plan\":\"gold\"");
    assertThat(response(again))
        .containsEntry("error_description", "invitation not found or already used");
    assertThat(emulator.tenant().logs()).extracting(event -> event.type().code()).contains("si");
  }

  @Test
  void an_invitation_is_for_one_user_and_used_up_by_another_one() {
    Map<String, String> request =
        with(
            with(request(), "organization", acme),
            "invitation",
            invite(BOB, "rol_x").json().get("ticket_id").textValue());

    Answer refused = browser.logIn(request, ALICE, ALICE_PASSWORD);
    Answer again = browser.authorize(request);

    assertThat(response(refused))
        .containsEntry("error", "access_denied")
        .containsEntry(
            "error_description",
            "the specified account is not allowed to accept the current invitation");
    assertThat(response(again)).containsEntry("error", "invalid_request");
    assertThat(emulator.tenant().logs()).extracting(event -> event.type().code()).contains("fi");
  }

  @Test
  void an_invitation_expires_after_seven_days_and_needs_a_login_address() {
    String ticket = invite(BOB, "rol_x").json().get("ticket_id").textValue();
    clock.advance(Duration.ofDays(7));
    client.patch("/api/v2/clients/" + WEB_CLIENT_ID, "{\"initiate_login_uri\":\"\"}", renewed());

    Answer late =
        browser.authorize(with(with(request(), "organization", acme), "invitation", ticket));
    Answer without =
        client.post(
            "/api/v2/organizations/" + acme + "/invitations",
            "application/json",
            invitation(BOB, "rol_x"),
            renewed());

    assertThat(response(late))
        .containsEntry("error_description", "invitation not found or already used");
    assertThat(without.status()).isEqualTo(400);
    assertThat(without.body()).contains("A default login route is required");
  }

  private String[] renewed() {
    return new String[] {"Authorization", "Bearer " + client.managementToken("")};
  }

  private Answer invite(String email, String role) {
    client.patch(
        "/api/v2/clients/" + WEB_CLIENT_ID,
        "{\"initiate_login_uri\":\"http://localhost:3000/login\"}",
        admin);
    return post("organizations/" + acme + "/invitations", invitation(email, role));
  }

  private static String invitation(String email, String role) {
    return """
    {"inviter":{"name":"Ann"},"invitee":{"email":"%s"},"client_id":"%s","roles":["%s"],
     "app_metadata":{"plan":"gold"}}
    """
        .formatted(email, WEB_CLIENT_ID, role);
  }

  private Optional<Object> orgOf(Answer redirect) throws ParseException {
    Answer tokens = browser.exchange(HostedClient.code(redirect));
    return Optional.ofNullable(claims(tokens, "id_token").getClaim("org_id"));
  }

  private String organization(String name) {
    return post(
            "organizations",
            "{\"name\":\"%s\",\"enabled_connections\":[{\"connection_id\":\"%s\"}]}"
                .formatted(name, CONNECTION_ID))
        .json()
        .get("id")
        .textValue();
  }

  private void join(String organization, String userId) {
    post("organizations/" + organization + "/members", "{\"members\":[\"" + userId + "\"]}");
  }

  private void usage(String clientId, String usage, String behavior) {
    Answer answer =
        client.patch(
            "/api/v2/clients/" + clientId,
            "{\"organization_usage\":\"%s\",\"organization_require_behavior\":\"%s\"}"
                .formatted(usage, behavior),
            admin);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Answer logIn(String organization, String scope) {
    return client.token(
        with(
            with(with(login(ALICE, ALICE_PASSWORD), "organization", organization), "scope", scope),
            "audience",
            API_AUDIENCE));
  }

  private static Map<String, String> refresh(Answer login) {
    return with(
        with(login("", ""), "grant_type", "refresh_token"),
        "refresh_token",
        login.json().get("refresh_token").textValue());
  }

  private String get(String path) {
    return client.get("/api/v2/" + path, admin).body();
  }

  private Answer post(String path, String body) {
    Answer answer = client.post("/api/v2/" + path, "application/json", body, admin);
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
    return answer;
  }

  private static JWTClaimsSet claims(Answer answer, String token) throws ParseException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return SignedJWT.parse(answer.json().get(token).textValue()).getJWTClaimsSet();
  }
}
