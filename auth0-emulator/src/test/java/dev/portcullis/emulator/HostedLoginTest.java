package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.Client.without;
import static dev.portcullis.emulator.HostedClient.CALLBACK;
import static dev.portcullis.emulator.HostedClient.exchangeOf;
import static dev.portcullis.emulator.HostedClient.location;
import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.HostedClient.response;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BLOCKED;
import static dev.portcullis.emulator.tenant.DemoTenant.BLOCKED_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_RECOVERY_CODE;
import static dev.portcullis.emulator.tenant.DemoTenant.SPA_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.internal.mfa.Codes;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostedLoginTest {

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_login_gives_the_application_a_code_for_tokens() throws Exception {
    Answer answer = browser.logIn(request(), ALICE, ALICE_PASSWORD);

    assertThat(location(answer)).startsWith(CALLBACK + "?code=");
    assertThat(response(answer)).containsEntry("state", "the state & more").hasSize(2);
    Answer tokens = browser.exchange(HostedClient.code(answer));
    assertThat(tokens.status()).isEqualTo(200);
    assertThat(tokens.json().get("scope").textValue()).isEqualTo("openid profile email");
    JWTClaimsSet claims = claims(tokens, "id_token");
    assertThat(claims.getIssuer()).isEqualTo(emulator.issuer());
    assertThat(claims.getAudience()).containsExactly(WEB_CLIENT_ID);
    assertThat(claims.getClaim("nonce")).isEqualTo("the-nonce");
    assertThat(claims.getClaim("email")).isEqualTo(ALICE);
    assertThat(claims.getClaim("sid")).asString().isNotEmpty();
    assertThat(claims.getClaim("auth_time")).isNull();
    assertThat(types()).containsSequence("s", "seacft");
  }

  @Test
  void an_access_token_for_an_api_has_no_gty_and_a_refresh_token_keeps_the_session()
      throws Exception {
    Map<String, String> request =
        with(
            with(request(), "audience", API_AUDIENCE),
            "scope",
            "openid offline_access read:orders unknown:scope");

    Answer tokens =
        browser.exchange(HostedClient.code(browser.logIn(request, ALICE, ALICE_PASSWORD)));

    assertThat(tokens.json().get("scope").textValue())
        .isEqualTo("openid offline_access read:orders");
    JWTClaimsSet access = claims(tokens, "access_token");
    assertThat(access.getClaim("gty")).isNull();
    assertThat(access.getAudience()).containsExactly(API_AUDIENCE, emulator.issuer() + "userinfo");
    Answer renewed =
        client.token(
            with(
                with(exchangeOf("none"), "grant_type", "refresh_token"),
                "refresh_token",
                tokens.json().get("refresh_token").textValue()));
    assertThat(claims(renewed, "id_token").getClaim("sid"))
        .isEqualTo(claims(tokens, "id_token").getClaim("sid"));
  }

  @Test
  void a_code_can_be_used_once_and_within_ten_minutes() {
    String used = code();
    browser.exchange(used);
    String old = code();
    clock.advance(Duration.ofMinutes(10));

    List<String> verdicts =
        List.of(browser.exchange(used).verdict(), browser.exchange(old).verdict());

    assertThat(verdicts).containsOnly("403 invalid_grant");
    assertThat(types()).contains("feacft");
  }

  @ParameterizedTest
  @CsvSource({
    "code_verifier, another-verifier-of-more-than-forty-three-characters, 403 invalid_grant",
    "code_verifier, '', 403 invalid_grant",
    "redirect_uri, http://localhost:3000/auth/callback, 403 unauthorized_client",
    "redirect_uri, '', 403 unauthorized_client",
    "client_secret, wrong, 401 access_denied"
  })
  void a_code_is_bound_to_its_request(String parameter, String value, String verdict) {
    Answer answer = client.token(with(exchangeOf(code()), parameter, value));

    assertThat(answer.verdict()).isEqualTo(verdict);
  }

  @Test
  void a_verifier_without_a_challenge_is_refused() {
    Map<String, String> request =
        without(without(request(), "code_challenge"), "code_challenge_method");
    String first = HostedClient.code(browser.logIn(request, ALICE, ALICE_PASSWORD));
    String second = HostedClient.code(browser.authorize(request));

    Answer with = browser.exchange(first);
    Answer without = client.token(Client.without(exchangeOf(second), "code_verifier"));

    assertThat(with.verdict()).isEqualTo("403 invalid_grant");
    assertThat(without.status()).isEqualTo(200);
  }

  @Test
  void a_code_of_another_application_is_refused_and_used_up() {
    String code = code();
    Map<String, String> others =
        with(without(exchangeOf(code), "client_secret"), "client_id", SPA_CLIENT_ID);

    Answer other = client.token(others);

    assertThat(other.verdict()).isEqualTo("403 invalid_grant");
    assertThat(browser.exchange(code).verdict()).isEqualTo("403 invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, '', 400, Missing required parameter: client_id",
    "client_id, UnknownApplicationOfThirtyTwoCha, 400, Unknown client",
    "redirect_uri, https://evil.example.com/, 403, Callback URL mismatch",
    "redirect_uri, http://localhost:3000/callback/more, 403, Callback URL mismatch",
    "response_mode, web_message, 403, does not have a registered origin"
  })
  void a_wrong_application_or_address_gets_a_page_and_no_redirect(
      String parameter, String value, int status, String text) {
    Answer answer = browser.authorize(with(request(), parameter, value));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains(text);
    assertThat(answer.header("Location")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, '', invalid_request",
    "response_type, device, unsupported_response_type",
    "response_mode, smoke_signal, invalid_request",
    "code_challenge_method, plain, invalid_request",
    "code_challenge, short, invalid_request",
    "prompt, dance, invalid_request",
    "prompt, none login, invalid_request",
    "max_age, soon, invalid_request",
    "max_age, -1, invalid_request",
    "max_age, 9223372036854775808, invalid_request",
    "organization, org_1, invalid_request",
    "connection, nowhere, invalid_request",
    "audience, https://other.example.com, access_denied",
    "request, eyJ, request_not_supported"
  })
  void every_other_mistake_is_told_to_the_application(
      String parameter, String value, String error) {
    Answer answer = browser.authorize(with(request(), parameter, value));

    assertThat(location(answer)).startsWith(CALLBACK);
    assertThat(response(answer))
        .containsEntry("error", error)
        .containsEntry("state", "the state & more")
        .containsKey("error_description");
    assertThat(types()).contains("f");
  }

  @Test
  void an_application_needs_the_grant_and_a_public_one_a_code_challenge() {
    Answer withoutGrant = browser.authorize(with(request(), "client_id", GATEWAY_CLIENT_ID));
    Map<String, String> spa =
        with(with(request(), "client_id", SPA_CLIENT_ID), "redirect_uri", "http://localhost:3000");
    Answer withoutChallenge =
        browser.authorize(without(without(spa, "code_challenge"), "code_challenge_method"));
    Answer implicit = browser.authorize(with(with(spa, "response_type", "id_token"), "nonce", "n"));

    assertThat(withoutGrant.status()).isEqualTo(403);
    assertThat(response(withoutChallenge)).containsEntry("error", "invalid_request");
    assertThat(response(implicit)).containsEntry("error", "unauthorized_client");
  }

  @ParameterizedTest
  @CsvSource({"query, ?", "fragment, #"})
  void a_code_comes_in_the_mode_that_is_asked_for(String mode, String separator) {
    Answer answer = browser.logIn(with(request(), "response_mode", mode), ALICE, ALICE_PASSWORD);

    assertThat(location(answer)).startsWith(CALLBACK + separator + "code=");
  }

  @Test
  void an_id_token_is_posted_by_a_form() throws Exception {
    Map<String, String> request =
        with(with(request(), "response_type", "id_token"), "response_mode", "form_post");

    Answer page = browser.logIn(request, ALICE, ALICE_PASSWORD);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("<form method=\"post\" action=\"" + CALLBACK + "\">");
    Map<String, String> fields = HostedClient.fields(page);
    assertThat(fields)
        .containsEntry("state", "the state & more")
        .containsOnlyKeys("id_token", "state");
    assertThat(SignedJWT.parse(fields.get("id_token")).getJWTClaimsSet().getClaim("nonce"))
        .isEqualTo("the-nonce");
  }

  @Test
  void tokens_in_the_fragment_have_each_others_hashes() throws Exception {
    Map<String, String> request = with(request(), "response_type", "code id_token token");

    Map<String, String> values = response(browser.logIn(request, ALICE, ALICE_PASSWORD));

    assertThat(values)
        .containsOnlyKeys(
            "code", "access_token", "expires_in", "token_type", "scope", "id_token", "state");
    JWTClaimsSet claims = SignedJWT.parse(values.get("id_token")).getJWTClaimsSet();
    assertThat(claims.getClaim("at_hash")).isEqualTo(leftHalf(text(values, "access_token")));
    assertThat(claims.getClaim("c_hash")).isEqualTo(leftHalf(text(values, "code")));
  }

  private static String text(Map<String, String> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private static String leftHalf(String text) {
    byte[] all = java.util.Base64.getUrlDecoder().decode(HostedClient.challenge(text));
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOf(all, 16));
  }

  @Test
  void a_session_logs_the_next_application_in_until_it_ends() {
    browser.logIn(request(), ALICE, ALICE_PASSWORD);
    Map<String, String> spa =
        with(
            with(
                with(request(), "client_id", SPA_CLIENT_ID),
                "redirect_uri",
                "http://localhost:3000"),
            "prompt",
            "none");

    Answer at1 = browser.authorize(spa);
    clock.advance(Duration.ofHours(71));
    Answer at2 = browser.authorize(spa);
    clock.advance(Duration.ofDays(3));
    Answer idle = browser.authorize(spa);

    assertThat(response(at1)).containsKey("code");
    assertThat(response(at2)).containsKey("code");
    assertThat(response(idle))
        .containsEntry("error", "login_required")
        .containsEntry("error_description", "Login required");
    assertThat(types()).containsSequence("ssa", "ssa", "fsa");
  }

  @Test
  void a_session_ends_after_seven_days_even_if_it_is_used() {
    browser.logIn(request(), ALICE, ALICE_PASSWORD);
    for (int day = 0; day < 6; day++) {
      clock.advance(Duration.ofDays(1));
      assertThat(response(browser.authorize(with(request(), "prompt", "none"))))
          .containsKey("code");
    }
    clock.advance(Duration.ofDays(1));

    Answer answer = browser.authorize(with(request(), "prompt", "none"));

    assertThat(response(answer)).containsEntry("error", "login_required");
  }

  @Test
  void a_silent_login_answers_the_page_that_framed_it() {
    Map<String, String> silent =
        with(
            with(
                with(
                    with(request(), "client_id", SPA_CLIENT_ID),
                    "redirect_uri",
                    "http://localhost:3000"),
                "prompt",
                "none"),
            "response_mode",
            "web_message");

    Answer page = browser.authorize(silent);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains(
            "data-origin=\"http://localhost:3000\"", "login_required", "authorization_response");
    assertThat(page.header("Content-Security-Policy").getFirst())
        .endsWith("frame-ancestors http://localhost:3000");
  }

  @Test
  void max_age_and_prompt_login_ask_for_the_password_again() throws Exception {
    browser.logIn(request(), ALICE, ALICE_PASSWORD);
    clock.advance(Duration.ofMinutes(5));
    Map<String, String> young = with(request(), "max_age", "60");

    Answer tooOld = browser.authorize(young);
    Answer oldEnough = browser.authorize(with(request(), "max_age", "300"));
    Answer forced = browser.authorize(with(request(), "prompt", "login"));

    assertThat(location(tooOld)).startsWith("/u/login?state=");
    assertThat(response(oldEnough)).containsKey("code");
    assertThat(location(forced)).startsWith("/u/login?state=");
    Answer again =
        browser.post(location(tooOld), Map.of("username", ALICE, "password", ALICE_PASSWORD));
    JWTClaimsSet claims = claims(browser.exchange(HostedClient.code(again)), "id_token");
    assertThat(claims.getClaim("auth_time")).isEqualTo(clock.instant().getEpochSecond());
  }

  @Test
  void a_login_belongs_to_the_browser_that_began_it() {
    String page = location(browser.authorize(request()));
    HostedClient other = new HostedClient(client);

    Answer answer = other.post(page, Map.of("username", ALICE, "password", ALICE_PASSWORD));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("This login has expired");
    assertThat(other.has("auth0")).isFalse();
    assertThat(types()).doesNotContain("s");
  }

  @Test
  void a_login_page_expires_after_an_hour() {
    String page = location(browser.authorize(request()));
    clock.advance(Duration.ofHours(1));

    Answer answer = browser.get(page);

    assertThat(answer.body()).contains("This login has expired");
  }

  @Test
  void brute_force_protection_counts_hosted_logins_and_the_password_grant_together() {
    for (int i = 0; i < 5; i++) {
      browser.logIn(request(), ALICE, "wrong");
      client.token(Client.login(ALICE, "wrong"));
    }

    Answer hosted = browser.logIn(request(), ALICE, ALICE_PASSWORD);
    Answer grant = client.token(Client.login(ALICE, ALICE_PASSWORD));

    assertThat(hosted.status()).isEqualTo(429);
    assertThat(hosted.body()).contains("Your account has been blocked");
    assertThat(grant.verdict()).isEqualTo("429 too_many_attempts");
    assertThat(types()).contains("fp", "limit_wc");
  }

  @Test
  void wrong_leaked_and_blocked_end_as_at_a_tenant() {
    Answer wrong = browser.logIn(request(), BOB, "wrong");
    Answer nobody = browser.logIn(request(), "nobody@example.com", "wrong");
    Answer leaked = browser.logIn(request(), LEAKY, LEAKY_PASSWORD);
    Answer blocked = browser.logIn(request(), BLOCKED, BLOCKED_PASSWORD);

    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body()).contains("Wrong e-mail address or password.", "value=\"" + BOB + "\"");
    assertThat(nobody.body()).contains("Wrong e-mail address or password.");
    assertThat(leaked.body()).contains("disclosed through a data breach");
    assertThat(response(blocked))
        .containsEntry("error", "unauthorized")
        .containsEntry("error_description", "user is blocked");
    assertThat(browser.has("auth0")).isFalse();
    assertThat(types()).containsSequence("fp", "fu", "pwd_leak", "f");
  }

  @Test
  void bot_detection_asks_for_a_confirmation() {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.botDetection(
                    BotDetectionSettings.challenging(BotDetectionSettings.Policy.ALWAYS)));
    String page = location(browser.authorize(request()));

    Answer asked = browser.post(page, Map.of("username", ALICE, "password", ALICE_PASSWORD));
    Answer confirmed =
        browser.post(page, Map.of("username", ALICE, "password", ALICE_PASSWORD, "human", "yes"));

    assertThat(asked.body()).contains("I am human");
    assertThat(response(confirmed)).containsKey("code");
  }

  @Test
  void a_second_factor_is_required_before_there_is_a_session() throws Exception {
    Answer second = browser.logIn(request(), MIA, MIA_PASSWORD);
    String page = location(second);
    Answer skipped = browser.authorize(with(request(), "prompt", "none"));
    Answer chooser = browser.get(page);
    Answer wrong = browser.post(page, Map.of("kind", "otp", "code", "000000"));
    String code = emulator.tenant().otpCode("auth0|000000000000000000000005").orElseThrow();
    Answer right = browser.post(page, Map.of("kind", "otp", "code", code));

    assertThat(page).startsWith("/u/mfa?state=");
    assertThat(response(skipped)).containsEntry("error", "login_required");
    assertThat(chooser.body()).contains("Authenticator app", "Text message", "Recovery code");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body()).contains("That code is wrong or has expired.");
    JWTClaimsSet claims = claims(browser.exchange(HostedClient.code(right)), "id_token");
    assertThat(claims.getStringListClaim("amr")).containsExactly("mfa");
    assertThat(types()).containsSubsequence("mfar", "gd_auth_failed", "s");
    assertThat(emulator.tenant().logs())
        .filteredOn(event -> event.type() == LogType.MFA_REQUIRED)
        .extracting(LogEvent::userId)
        .containsExactly("auth0|000000000000000000000005");
  }

  @Test
  void a_text_message_is_a_second_factor() {
    String page = location(browser.logIn(request(), MIA, MIA_PASSWORD));
    Map<String, String> sms = HostedClient.fields(browser.get(page));
    String challenge = page.replace("/u/mfa", "/u/mfa-challenge");

    Answer sent = browser.post(challenge, sms);

    assertThat(location(sent)).endsWith("&with=sms");
    assertThat(browser.get(location(sent)).body()).contains("Enter the code of the text message.");
    String code =
        emulator.tenant().mails().reversed().stream()
            .filter(mail -> mail.kind() == SentMail.Kind.MFA_SMS)
            .findFirst()
            .flatMap(SentMail::content)
            .orElseThrow()
            .reveal();
    assertThat(response(browser.post(page, Map.of("kind", "sms", "code", code))))
        .containsKey("code");
  }

  @Test
  void a_recovery_code_is_replaced_before_the_login_goes_on() {
    String page = location(browser.logIn(request(), MIA, MIA_PASSWORD));

    Answer shown = browser.post(page, Map.of("kind", "recovery_code", "code", MIA_RECOVERY_CODE));
    Answer end = browser.post(page.replace("/u/mfa", "/u/continue"), Map.of("kept", "yes"));

    assertThat(shown.body()).contains("Your new recovery code").doesNotContain(MIA_RECOVERY_CODE);
    assertThat(response(end)).containsKey("code");
  }

  @Test
  void a_user_without_a_factor_enrols_one_where_the_policy_requires_it() {
    emulator.tenant().configure(tenant -> tenant.mfaPolicy(MfaPolicy.ALWAYS));
    String page = location(browser.logIn(request(), ALICE, ALICE_PASSWORD));

    String first = key(browser.get(page));
    String second = key(browser.get(page));

    assertThat(first).isEqualTo(second);
    String code = Codes.at(first, clock.instant());
    assertThat(response(browser.post(page, Map.of("kind", "otp", "code", code))))
        .containsKey("code");
  }

  private static String key(Answer page) {
    Matcher key = Pattern.compile("<code class=\"key\">([A-Z2-7]+)<").matcher(page.body());
    assertThat(key.find()).as(page.body()).isTrue();
    return key.group(1);
  }

  @Test
  void a_new_user_signs_up_and_is_logged_in() {
    String page = location(browser.authorize(with(request(), "screen_hint", "signup")));
    Map<String, String> form = Map.of("username", "new@example.com", "password", "a new password");

    Answer first = browser.post(page, form);
    browser.forget("auth0");
    Answer again =
        browser.post(location(browser.authorize(with(request(), "screen_hint", "signup"))), form);

    assertThat(page).startsWith("/u/signup?state=");
    assertThat(response(first)).containsKey("code");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.body()).contains("Invalid sign up");
    assertThat(types()).containsSubsequence("ss", "s", "fs");
  }

  @ParameterizedTest
  @ValueSource(strings = {ALICE, "nobody@example.com"})
  void a_reset_is_answered_alike_for_every_user(String email) {
    String page = location(browser.authorize(request())).replace("/u/login", "/u/reset-password");

    Answer answer = browser.post(page, Map.of("username", email));

    assertThat(answer.body()).contains("If there is an account");
    assertThat(emulator.tenant().mails()).hasSize(email.equals(ALICE) ? 1 : 0);
  }

  @Test
  void an_application_of_others_needs_consent_once() {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.application(
                    tenant.build().application(WEB_CLIENT_ID).orElseThrow().toBuilder()
                        .firstParty(false)
                        .build()));
    String page = location(browser.logIn(request(), ALICE, ALICE_PASSWORD));
    Answer silent = browser.authorize(with(request(), "prompt", "none"));
    Answer denied = browser.post(page, Map.of("answer", "deny"));
    String second = location(browser.authorize(request()));

    Answer allowed = browser.post(second, Map.of("answer", "allow"));

    assertThat(page).startsWith("/u/consent?state=");
    assertThat(response(silent)).containsEntry("error", "consent_required");
    assertThat(response(denied)).containsEntry("error", "access_denied");
    assertThat(response(allowed)).containsKey("code");
    assertThat(response(browser.authorize(with(request(), "prompt", "none")))).containsKey("code");
  }

  @Test
  void a_logout_ends_the_session_and_leads_only_to_listed_addresses() {
    browser.logIn(request(), ALICE, ALICE_PASSWORD);
    String client = "/v2/logout?client_id=" + WEB_CLIENT_ID;

    Answer elsewhere = browser.get(client + "&returnTo=https%3A%2F%2Fevil.example.com");
    Answer before = browser.authorize(with(request(), "prompt", "none"));
    Answer out = browser.get(client + "&returnTo=http%3A%2F%2Flocalhost%3A8080");
    Answer after = browser.authorize(with(request(), "prompt", "none"));

    assertThat(elsewhere.status()).isEqualTo(400);
    assertThat(elsewhere.body()).contains("is not defined as a valid URL");
    assertThat(response(before)).containsKey("code");
    assertThat(location(out)).isEqualTo("http://localhost:8080");
    assertThat(browser.has("auth0")).isFalse();
    assertThat(response(after)).containsEntry("error", "login_required");
    assertThat(types()).containsSubsequence("flo", "slo", "fsa");
  }

  @Test
  void an_openid_connect_logout_asks_unless_an_id_token_shows_the_session() {
    String idToken = idToken();
    String path = "/oidc/logout?post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A3000&state=s1";

    Answer asked = browser.get(path + "&client_id=" + WEB_CLIENT_ID);
    Answer forged =
        browser.post(
            "/oidc/logout", Map.of("confirm", "yes"), "Origin", "https://evil.example.com");
    Answer mismatch =
        browser.get(path + "&client_id=" + SPA_CLIENT_ID + "&id_token_hint=" + idToken);
    Answer stillIn = browser.authorize(with(request(), "prompt", "none"));
    Answer out = browser.get(path + "&id_token_hint=" + idToken);

    assertThat(asked.body()).contains("<h1>Log out?</h1>");
    assertThat(forged.body()).contains("<h1>Log out?</h1>");
    assertThat(mismatch.status()).isEqualTo(400);
    assertThat(response(stillIn)).containsKey("code");
    assertThat(location(out)).isEqualTo("http://localhost:3000?state=s1");
    assertThat(response(browser.authorize(with(request(), "prompt", "none"))))
        .containsEntry("error", "login_required");
  }

  @Test
  void a_confirmed_logout_ends_the_session() {
    browser.logIn(request(), ALICE, ALICE_PASSWORD);

    Map<String, String> asked =
        HostedClient.fields(
            browser.get(
                "/oidc/logout?client_id="
                    + WEB_CLIENT_ID
                    + "&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A3000&state=a%26b"
                    + "&ui_locales=de"));
    Answer out =
        browser.post(
            "/oidc/logout", with(asked, "confirm", "yes"), "Origin", emulator.baseUri().toString());
    Answer again =
        browser.post(
            "/oidc/logout", Map.of("confirm", "yes"), "Origin", emulator.baseUri().toString());

    assertThat(location(out)).isEqualTo("http://localhost:3000?state=a%26b");
    assertThat(asked).containsEntry("ui_locales", "de");
    assertThat(browser.has("auth0")).isFalse();
    assertThat(again.body()).contains("You are logged out");
  }

  @Test
  void a_pushed_request_is_valid_once_for_its_application_and_thirty_seconds() {
    Map<String, String> push = with(request(), "client_secret", WEB_CLIENT_SECRET);
    Answer first = client.form("/oauth/par", push);
    Answer second = client.form("/oauth/par", push);
    Answer third = client.form("/oauth/par", push);

    Answer used = browser.authorize(pushed(first, WEB_CLIENT_ID));
    Answer again = browser.authorize(pushed(first, WEB_CLIENT_ID));
    Answer others = browser.authorize(pushed(second, SPA_CLIENT_ID));
    clock.advance(Duration.ofSeconds(30));
    Answer late = browser.authorize(pushed(third, WEB_CLIENT_ID));

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().get("expires_in").intValue()).isEqualTo(30);
    assertThat(first.json().get("request_uri").textValue())
        .startsWith("urn:ietf:params:oauth:request_uri:");
    assertThat(location(used)).startsWith("/u/login?state=");
    assertThat(List.of(again, others, late))
        .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(400))
        .allSatisfy(answer -> assertThat(answer.body()).contains("invalid_request_uri"));
  }

  private static Map<String, String> pushed(Answer answer, String clientId) {
    return Map.of(
        "client_id", clientId, "request_uri", answer.json().get("request_uri").textValue());
  }

  @ParameterizedTest
  @CsvSource({
    "client_secret, wrong, 401 access_denied",
    "client_secret, '', 401 access_denied",
    "redirect_uri, https://evil.example.com, 400 unauthorized_client",
    "response_type, device, 400 unsupported_response_type",
    "request_uri, urn:x, 400 invalid_request"
  })
  void a_pushed_request_is_checked_when_it_is_pushed(
      String parameter, String value, String verdict) {
    Map<String, String> push = with(request(), "client_secret", WEB_CLIENT_SECRET);

    Answer answer = client.form("/oauth/par", with(push, parameter, value));

    assertThat(answer.verdict()).isEqualTo(verdict);
  }

  @Test
  void discovery_names_what_is_there_and_nothing_else() {
    var document = client.get("/.well-known/openid-configuration").json();

    assertThat(document.get("end_session_endpoint").textValue())
        .isEqualTo(emulator.issuer() + "oidc/logout");
    document
        .properties()
        .forEach(
            field -> {
              if (field.getKey().endsWith("_endpoint") || field.getKey().equals("jwks_uri")) {
                String path =
                    field.getValue().textValue().substring(emulator.issuer().length() - 1);
                assertThat(emulator.routes())
                    .as(field.getKey())
                    .anyMatch(route -> route.endsWith(" " + path));
              }
            });
  }

  private String code() {
    browser.forget("auth0");
    return HostedClient.code(browser.logIn(request(), ALICE, ALICE_PASSWORD));
  }

  private String idToken() {
    return browser.exchange(code()).json().get("id_token").textValue();
  }

  private List<String> types() {
    return emulator.tenant().logs().stream().map(LogEvent::type).map(type -> type.code()).toList();
  }

  private static JWTClaimsSet claims(Answer answer, String token) throws ParseException {
    return SignedJWT.parse(answer.json().get(token).textValue()).getJWTClaimsSet();
  }
}
